export interface Figure {
  name: string;
  unit: string;
  ours: number;
  peer: number | null;
  peerName: string | null;
  /** ours / peer. */
  ratio: number | null;
  better: "higher" | "lower";
  /** null: reported only. */
  aim: number | null;
  aimOn: "ratio" | "ours";
  ok: boolean;
}

interface Measured {
  name: string;
  unit: string;
  ours: number;
  peer?: { name: string; value: number };
  better: "higher" | "lower";
  aim?: { on: "ratio" | "ours"; value: number };
}

export function toFigure(measured: Measured): Figure {
  const { peer, aim, better } = measured;
  const ratio = peer === undefined ? null : round(measured.ours / peer.value);
  const judged = aim?.on === "ours" ? measured.ours : ratio;
  const isMet =
    aim === undefined ||
    (judged !== null && (better === "higher" ? judged >= aim.value : judged <= aim.value));
  return {
    name: measured.name,
    unit: measured.unit,
    ours: round(measured.ours),
    peer: peer === undefined ? null : round(peer.value),
    peerName: peer?.name ?? null,
    ratio,
    better,
    aim: aim?.value ?? null,
    aimOn: aim?.on ?? "ratio",
    ok: isMet,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const place = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
  return sorted[place] ?? Number.NaN;
}
