import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";

const modules = new Set([
  "ajax",
  "commands-open",
  "commands-pick",
  "commands-placement",
  "commands-state",
  "commands-window",
  "designer",
  "event-log",
  "frame-host",
  "hosted-frame",
  "loose-values",
  "notice",
  "page-data",
  "pick-dialog",
  "process-form",
  "slider",
  "wire",
  "workflow",
]);

const styles = ["palette", "shell", "header", "parts", "tables", "people", "frames", "processes"];

hushStripWarning();

/** Serves `/static/portal.css` and the browser modules; false when the name is not ours. */
export async function sendAsset(response: ServerResponse, name: string): Promise<boolean> {
  if (name === "portal.css") {
    const sheets = await Promise.all(styles.map((style) => read(`styles/${style}.css`)));
    sendText(response, "text/css", sheets.join("\n"));
    return true;
  }
  const module = name.replace(/\.js$/, "");
  if (!modules.has(module) || module === name) return false;
  const source = stripTypeScriptTypes(await read(`browser/${module}.ts`));
  sendText(response, "text/javascript", source.replace(/from "(\.\/[\w-]+)\.ts"/g, 'from "$1.js"'));
  return true;
}

function read(path: string): Promise<string> {
  return readFile(new URL(path, import.meta.url), "utf8");
}

function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-store",
  });
  response.end(text);
}

/** Node warns once that stripping may change; that line is noise in a demo's output. */
function hushStripWarning(): void {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => undefined;
  stripTypeScriptTypes("");
  process.emitWarning = emitWarning;
}
