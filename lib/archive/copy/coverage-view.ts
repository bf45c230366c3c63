/** What the archive holds of one stretch of time. */
export interface CoverageSpan {
  /** `before`: older than anything the portal still had when it was first read. */
  state: "loaded" | "pending" | "lost" | "before";
  /** ISO 8601; null: since ever. */
  from: string | null;
  to: string;
}

/** A stretch of which retention removed entries; it may lie over loaded ones, since kinds are kept differently long. */
export interface RemovedSpan {
  /** ISO 8601. */
  from: string;
  to: string;
  /** How long the longest kept of the removed entries were kept. */
  months: number;
  /** Nothing of this time is left. */
  isWhole: boolean;
}

/** How far the portal's log is in the archive; the archive can be read in every state. */
export interface CoverageView {
  /** `new`: never read; `filling`: older entries are being loaded; `refused`: the portal or its rights stop it. */
  state: "new" | "filling" | "following" | "refused";
  /** Error code of what keeps the log from being read now; null when nothing does. */
  reason: string | null;
  /** When the log was last read up to its end. */
  readAt: string | null;
  /** New entries come by themselves: nothing failed and the last reading is not long ago. */
  isWatched: boolean;
  /** Since then nothing is missing but what `removed` says; null while nothing is loaded. */
  loadedFrom: string | null;
  /** Of what the portal still had: 100 only when all is loaded. */
  percent: number;
  /** Without gaps, oldest first. */
  spans: CoverageSpan[];
  /** Beside each other, oldest first. */
  removed: RemovedSpan[];
  /** Moments from which on the portal counts its entries anew, for instance after it was restored. */
  restarts: string[];
}
