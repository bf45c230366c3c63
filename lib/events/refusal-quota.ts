const WINDOW_MS = 60_000;
const MOST = 30;
const MAX_WINDOWS = 2_000;

interface Window {
  endsAt: number;
  taken: number;
  left: number;
}

// Next bundles this module more than once per process; the symbol is shared by all copies.
const WINDOWS = Symbol.for("logbook.refusal-quota");
const shared = globalThis as { [WINDOWS]?: Map<string, Window> };

export interface RefusalKind {
  portalId: bigint;
  /** The call carried the portal's application token: what others forge takes nothing from its share. */
  isProven: boolean;
}

/**
 * Whether one more refused call of the portal may be recorded: nobody who only knows a portal's name may fill its
 * log. `leftOut` says how many were not since the last one that was; null for a call that is not recorded either.
 */
export function takeRefusal({ portalId, isProven }: RefusalKind): { leftOut: number } | null {
  const windows = (shared[WINDOWS] ??= new Map<string, Window>());
  const key = `${portalId} ${isProven ? "proven" : "forged"}`;
  const now = performance.now();
  const known = windows.get(key);
  const isOver = known === undefined || known.endsAt <= now;
  const window = isOver ? { endsAt: now + WINDOW_MS, taken: 0, left: known?.left ?? 0 } : known;
  if (known === undefined && windows.size >= MAX_WINDOWS) windows.clear();
  windows.set(key, window);
  if (window.taken >= MOST) {
    window.left += 1;
    return null;
  }
  window.taken += 1;
  const leftOut = window.left;
  window.left = 0;
  return { leftOut };
}
