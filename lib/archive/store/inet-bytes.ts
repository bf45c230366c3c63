const IPV4 = 2;
const IPV6 = 3;

/** An address in its usual form, as PostgreSQL takes an inet in binary: family, width, no network, size, bytes. */
export function inetBytes(addr: string): Uint8Array {
  if (!addr.includes(":")) return Uint8Array.of(IPV4, 32, 0, 4, ...addr.split(".").map(Number));
  const bytes = new Uint8Array(20);
  bytes.set([IPV6, 128, 0, 16]);
  const [head = "", tail] = addr.split("::");
  place(bytes, groupsOf(head), 4);
  const last = groupsOf(tail ?? "");
  place(bytes, last, 20 - last.length * 2);
  return bytes;
}

function groupsOf(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

function place(bytes: Uint8Array, groups: number[], from: number): void {
  for (const [index, group] of groups.entries()) {
    bytes[from + index * 2] = group >> 8;
    bytes[from + index * 2 + 1] = group & 0xff;
  }
}
