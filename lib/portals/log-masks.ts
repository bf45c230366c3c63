import { compileMasks, MaskRuleList, type ExtraMasks, type MaskRule } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import type { Db } from "../db/index.ts";
import { log } from "../log.ts";

interface Known {
  db: Db;
  /** By the clock of `performance.now()`. */
  until: number;
  masks: Promise<ExtraMasks | null>;
}

const KNOWN_FOR_MS = 10_000;
const MAX_PORTALS = 1_000;

// Next bundles this module more than once per process; the symbol is shared by all copies.
const KNOWN = Symbol.for("logbook.log-masks");
const shared = globalThis as { [KNOWN]?: Map<bigint, Known> };

function knownPortals(): Map<bigint, Known> {
  return (shared[KNOWN] ??= new Map<bigint, Known>());
}

/** What the portal's administrator wants masked besides the known secrets. */
export async function readMaskRules(ctx: PortalCtx): Promise<MaskRule[]> {
  const setting = await ctx.db.archiveSetting.findUnique({
    where: { portalId: ctx.portalId },
    select: { masks: true },
  });
  return MaskRuleList.parse(setting?.masks ?? []);
}

/** The rules as they were at most ten seconds ago; undefined when they cannot be read, which never fails a call. */
export async function knownLogMasks(ctx: PortalCtx): Promise<ExtraMasks | null | undefined> {
  const { masks } = findKnown(ctx) ?? remember(ctx);
  try {
    return await masks;
  } catch (error) {
    const portals = knownPortals();
    if (portals.get(ctx.portalId)?.masks === masks) portals.delete(ctx.portalId);
    log("warn", "rest_log.masks_unknown", { requestId: ctx.requestId, error });
    return undefined;
  }
}

/** Called after the rules changed: calls from now on are kept with the new ones. */
export function forgetLogMasks(ctx: PortalCtx): void {
  knownPortals().delete(ctx.portalId);
}

function findKnown({ db, portalId }: PortalCtx): Known | null {
  const known = knownPortals().get(portalId);
  return known !== undefined && known.db === db && performance.now() < known.until ? known : null;
}

function remember(ctx: PortalCtx): Known {
  const portals = knownPortals();
  const known = {
    db: ctx.db,
    until: performance.now() + KNOWN_FOR_MS,
    masks: readMaskRules(ctx).then(compileMasks),
  };
  portals.delete(ctx.portalId);
  portals.set(ctx.portalId, known);
  for (const portalId of portals.keys()) {
    if (portals.size <= MAX_PORTALS) break;
    portals.delete(portalId);
  }
  return known;
}
