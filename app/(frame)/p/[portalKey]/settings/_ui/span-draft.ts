/** What stands in the two fields; empty is from the first and to the last entry. */
export interface SpanDraft {
  from: string;
  to: string;
}

export interface CheckSpan {
  fromSeq?: string;
  toSeq?: string;
}

export interface SpanFault {
  field: keyof SpanDraft;
  kind: "number" | "beyond" | "order";
}

/** Why the numbers are none of a part of the archive, which ends at `head`; null when they are. */
export function spanFault(draft: SpanDraft, head: string): SpanFault | null {
  for (const field of ["from", "to"] as const) {
    const text = draft[field].trim();
    if (text === "") continue;
    if (!/^\d{1,19}$/.test(text) || BigInt(text) === 0n) return { field, kind: "number" };
    if (BigInt(text) > BigInt(head)) return { field, kind: "beyond" };
  }
  const { fromSeq, toSeq } = toCheckSpan(draft);
  if (fromSeq === undefined || toSeq === undefined) return null;
  return BigInt(fromSeq) > BigInt(toSeq) ? { field: "from", kind: "order" } : null;
}

export function toCheckSpan({ from, to }: SpanDraft): CheckSpan {
  const [fromSeq, toSeq] = [from.trim(), to.trim()];
  return { ...(fromSeq !== "" && { fromSeq }), ...(toSeq !== "" && { toSeq }) };
}
