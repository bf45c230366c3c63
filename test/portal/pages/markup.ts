export interface Markup {
  readonly markup: string;
}

type Piece = Markup | string | number | false | null | undefined | readonly Piece[];

/** Builds HTML; every value that is not Markup itself is escaped. */
export function html(parts: TemplateStringsArray, ...values: Piece[]): Markup {
  const written = parts.map((part, index) => part + render(values[index]));
  return { markup: written.join("") };
}

/** JSON for a data script element; the escapes keep it from closing the element. */
export function jsonScript(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, toUnicodeEscape);
  return { markup: `<script type="application/json" id="${escapeText(id)}">${json}</script>` };
}

export function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function render(value: Piece): string {
  if (value === undefined || value === null || value === false) return "";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  if ("markup" in value) return value.markup;
  return value.map((piece) => render(piece)).join("");
}

function toUnicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
