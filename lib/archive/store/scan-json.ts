/** The quoted texts of a valid JSON text and what stands between them, each given once, in order. */
export function scanJson(
  json: string,
  on: { quoted?: (token: string) => void; between?: (part: string) => void },
): void {
  let from = 0;
  for (;;) {
    const open = json.indexOf('"', from);
    on.between?.(json.slice(from, open === -1 ? json.length : open));
    if (open === -1) return;
    from = closing(json, open + 1) + 1;
    on.quoted?.(json.slice(open, from));
  }
}

function closing(json: string, from: number): number {
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  return json.length;
}
