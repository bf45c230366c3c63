const TOKEN = /s:(\d{1,9}):"|\b[id]:(-?[\d.eE+-]{1,40});/g;

/** Changes the texts and numbers of a serialized value and states the sizes that the new texts have. */
export function mapPhpTexts(serialized: string, change: (text: string) => string): string {
  // One character for each byte: sizes are positions then.
  const bytes = Buffer.from(serialized).toString("latin1");
  const token = new RegExp(TOKEN);
  const out: string[] = [];
  let copied = 0;
  for (let hit = token.exec(bytes); hit !== null; hit = token.exec(bytes)) {
    const from = token.lastIndex;
    const size = Number(hit[1]);
    const isText = hit[1] !== undefined;
    if (isText && !bytes.startsWith('";', from + size)) continue;
    const to = isText ? from + size + 2 : from;
    const old = isText ? bytes.slice(from, from + size) : (hit[2] ?? "");
    const changed = Buffer.from(change(Buffer.from(old, "latin1").toString())).toString("latin1");
    token.lastIndex = to;
    if (changed === old) continue;
    out.push(bytes.slice(copied, hit.index), `s:${changed.length}:"${changed}";`);
    copied = to;
  }
  out.push(bytes.slice(copied));
  return Buffer.from(out.join(""), "latin1").toString();
}
