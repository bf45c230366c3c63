/** A value as PHP's serialize() writes it; sizes are in bytes. */
export function phpText(value: unknown): string {
  if (value === null) return "N;";
  if (typeof value === "boolean") return `b:${value ? 1 : 0};`;
  if (typeof value === "number") return `i:${value};`;
  if (typeof value === "string") return `s:${Buffer.byteLength(value)}:"${value}";`;
  const pairs = Object.entries(value as Record<string, unknown>);
  const body = pairs.map(([key, item]) => {
    const shown = /^(?:0|[1-9]\d{0,8})$/.test(key) ? Number(key) : key;
    return phpText(shown) + phpText(item);
  });
  return `a:${pairs.length}:{${body.join("")}}`;
}
