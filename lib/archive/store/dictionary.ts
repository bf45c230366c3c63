import type { PortalCtx } from "../../ctx.ts";
import type { Db } from "../../db/index.ts";
import { internal } from "../../errors.ts";
import { KnownTexts } from "./known-texts.ts";
import type { PortalMemory } from "./process-memory.ts";
import { numberTexts, type SharedText } from "./shared-texts.ts";
import { TEXT_KINDS, type DraftRow, type TextKind } from "./stored-entry.ts";

export interface TextIds {
  severity: number;
  type: number;
  module: number;
  site: number | null;
  agent: number | null;
  uri: number | null;
}

export interface Dictionary {
  /** In the order of the rows. */
  ids: readonly TextIds[];
  lastTextId: number;
  /** Everything that was looked up or made here, to be remembered once it is committed. */
  found: KnownTexts;
}

interface OpenInput {
  ctx: PortalCtx;
  rows: readonly DraftRow[];
  lastTextId: number;
  memory: PortalMemory | null;
}

/** Numbers for the texts of these rows. Only for the holder of the head's lock: it alone makes new ones. */
export async function openDictionary(tx: Db, input: OpenInput): Promise<Dictionary> {
  const { ctx, rows, memory } = input;
  // An archive that was set back to an earlier state has given the numbers above anew.
  if (memory !== null && memory.lastTextId > input.lastTextId) memory.texts.clear();
  const repeated = repeatedUris(rows, memory?.seenUris ?? null);
  const wanted: SharedText[] = [];
  const found = new KnownTexts();
  const idOf: IdOf = (kind, value) => {
    const id = memory?.texts.get(kind, value) ?? found.get(kind, value);
    if (id !== undefined) return id;
    if (kind === TEXT_KINDS.uri && !repeated.has(value)) return null;
    found.set(kind, value, UNKNOWN);
    wanted.push({ kind, value });
    return UNKNOWN;
  };
  // Taken at once: others of this process may change what is remembered while the rest is looked up.
  const ids = rows.map((row) => idsOf(row, idOf));
  const numbers = await numberTexts(tx, ctx, { texts: wanted, after: input.lastTextId });
  let { lastTextId } = input;
  for (const [index, { kind, value }] of wanted.entries()) {
    const id = numbers[index];
    if (id === undefined) throw internal("A text got no number.");
    found.set(kind, value, id);
    lastTextId = Math.max(lastTextId, id);
  }
  if (wanted.length > 0) fillIn({ rows, ids, found });
  return { ids, lastTextId, found };
}

const UNKNOWN = 0;

type IdOf = (kind: TextKind, value: string) => number | null;

function idsOf({ entry, isUriShared }: DraftRow, idOf: IdOf): TextIds {
  return {
    severity: idOf(TEXT_KINDS.severity, entry.severity) ?? UNKNOWN,
    type: idOf(TEXT_KINDS.type, entry.auditTypeId) ?? UNKNOWN,
    module: idOf(TEXT_KINDS.module, entry.moduleId) ?? UNKNOWN,
    site: entry.siteId === null ? null : idOf(TEXT_KINDS.site, entry.siteId),
    agent: entry.userAgent === null ? null : idOf(TEXT_KINDS.agent, entry.userAgent),
    uri: isUriShared ? idOf(TEXT_KINDS.uri, entry.requestUri) : null,
  };
}

interface FillInput {
  rows: readonly DraftRow[];
  ids: TextIds[];
  found: KnownTexts;
}

function fillIn({ rows, ids, found }: FillInput): void {
  for (const [index, row] of rows.entries()) {
    const given = ids[index];
    if (given === undefined || !hasUnknown(given)) continue;
    const now = idsOf(row, (kind, value) => found.get(kind, value) ?? null);
    ids[index] = {
      severity: given.severity || now.severity,
      type: given.type || now.type,
      module: given.module || now.module,
      site: given.site === UNKNOWN ? now.site : given.site,
      agent: given.agent === UNKNOWN ? now.agent : given.agent,
      uri: given.uri === UNKNOWN ? now.uri : given.uri,
    };
  }
}

function hasUnknown(ids: TextIds): boolean {
  const { severity, type, module, site, agent, uri } = ids;
  return [severity, type, module, site, agent, uri].includes(UNKNOWN);
}

const OFTEN = 3;

/** Addresses that come more than once here or came often before: one that comes seldom costs less in its own row. */
function repeatedUris(
  rows: readonly DraftRow[],
  seen: PortalMemory["seenUris"] | null,
): ReadonlySet<string> {
  const here = new Set<string>();
  const repeated = new Set<string>();
  for (const { entry, isUriShared } of rows) {
    if (!isUriShared) continue;
    const { requestUri } = entry;
    if (here.has(requestUri)) repeated.add(requestUri);
    else here.add(requestUri);
  }
  for (const uri of seen === null ? [] : here) {
    if ((seen?.note(uri) ?? 0) >= OFTEN) repeated.add(uri);
  }
  return repeated;
}
