import type { EntryView } from "../../../../../../../lib/archive/shared.ts";

export interface EntryLine {
  title: string;
  value: string;
}

/** The entry as the API gives it: stored values, nothing translated. */
export function entryJson(entry: EntryView): string {
  return JSON.stringify(entry, null, 2);
}

export function entryMarkdown(input: { title: string; lines: EntryLine[] }): string {
  const rows = input.lines.map(({ title, value }) => `| ${cell(title)} | ${cell(value)} |`);
  return [`**${plain(input.title)}**`, "", "| | |", "|--|--|", ...rows].join("\n");
}

export function entryText(input: { title: string; lines: EntryLine[] }): string {
  return [input.title, ...input.lines.map(({ title, value }) => `${title}: ${value}`)].join("\n");
}

/** The call that answers with this entry. The token is the reader's own and is never part of it. */
export function entryCurl(input: { appOrigin: string; id: string }): string {
  const url = `${input.appOrigin}/api/v1/entries/${encodeURIComponent(input.id)}`;
  return `curl --fail-with-body '${url}' \\\n  --header 'Accept: application/json' \\\n  --header 'Authorization: Bearer <API_TOKEN>'`;
}

// A value may hold what Markdown or a table takes for its own signs.
function cell(text: string): string {
  return plain(text).replaceAll(/\r?\n/g, "<br>");
}

function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]|<>]/g, "\\$&");
}
