/** Changes the inside of each quoted text of a JSON text, which may be cut off in the middle. */
export function mapJsonTexts(json: string, change: (raw: string) => string): string {
  const out: string[] = [];
  let copied = 0;
  for (let open = json.indexOf('"'); open !== -1; open = json.indexOf('"', copied + 1)) {
    const from = open + 1;
    const to = closing(json, from);
    const raw = json.slice(from, to);
    const changed = change(raw);
    out.push(json.slice(copied, from), changed === raw || isInside(changed) ? changed : "***");
    copied = to;
    if (to >= json.length) break;
  }
  out.push(json.slice(copied));
  return out.join("");
}

function closing(json: string, from: number): number {
  for (let at = from; at < json.length; at += 1) {
    const char = json[at];
    if (char === "\\") at += 1;
    else if (char === '"') return at;
  }
  return json.length;
}

function isInside(raw: string): boolean {
  try {
    JSON.parse(`"${raw}"`);
    return true;
  } catch {
    // An escape was cut in two, which is an answer.
    return false;
  }
}
