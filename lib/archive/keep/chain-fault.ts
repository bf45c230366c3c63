/** What can be wrong with a link of the chain. */
export const CHAIN_FAULTS = [
  "content",
  "hash",
  "moved",
  "searched",
  "missing",
  "doubled",
  "covered",
  "end",
  "beyond",
  "noted",
] as const;
export type ChainFaultKind = (typeof CHAIN_FAULTS)[number];

/** The first broken entry and what is wrong with it. */
export interface ChainFault {
  fault: ChainFaultKind;
  brokenAt: bigint;
  reason: string;
}

const REASONS: Record<ChainFaultKind, string> = {
  content: "what the entry holds now is not what was stored",
  hash: "the stored hash of the entry was changed",
  moved: "another entry stands here than the one that was stored",
  searched: "what is searched does not belong to the description",
  missing: "entries are missing and no removal by retention explains them",
  doubled: "the number is there twice",
  covered: "the entry is here, though a removal by retention is recorded for its number",
  end: "the archive's record of its end does not fit the last entry",
  beyond: "the number lies outside of the archive's numbers",
  noted: "the chain holds, but the hash is another one than the one that was noted",
};

export function chainFault(fault: ChainFaultKind, brokenAt: bigint, more = ""): ChainFault {
  return { fault, brokenAt, reason: `${REASONS[fault]}${more}` };
}

export function isFault(value: object): value is ChainFault {
  return "fault" in value;
}
