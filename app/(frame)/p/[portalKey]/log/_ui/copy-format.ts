export const COPY_FORMATS = ["text", "json", "markdown", "csv"] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

export interface CopyColumn<Row> {
  title: string;
  text(row: Row): string;
}

/** Rows as they are put into other programs, with the columns shown; JSON holds everything. */
export function formatRows<Row extends object>(
  format: CopyFormat,
  input: { rows: readonly Row[]; columns: readonly CopyColumn<Row>[] },
): string {
  const { rows, columns } = input;
  if (format === "json") return JSON.stringify(rows, null, 2);
  const head = columns.map(({ title }) => title);
  const lines = rows.map((row) => columns.map(({ text }) => text(row)));
  if (format === "text") return lines.map((cells) => cells.map(oneLine).join("\t")).join("\n");
  if (format === "csv") {
    return [head, ...lines].map((cells) => cells.map(csvCell).join(",")).join("\r\n");
  }
  const rule = head.map(() => "---");
  return [head, rule, ...lines].map((cells) => `| ${cells.map(mdCell).join(" | ")} |`).join("\n");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function mdCell(text: string): string {
  return oneLine(text).replaceAll(/[\\|`*_<[\]]/g, "\\$&");
}

/** A spreadsheet must not take what somebody wrote into the log for a formula. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
