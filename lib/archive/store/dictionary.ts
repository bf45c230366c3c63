import { hash } from "node:crypto";
import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import type { PortalMemory } from "./process-memory.ts";
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
  idsOf(row: DraftRow): TextIds;
  lastTextId: number;
  /** Everything that was looked up or made here, to be remembered once it is committed. */
  found: ReadonlyMap<string, number>;
}

interface SharedText {
  key: string;
  kind: TextKind;
  value: string;
  digest: string;
}

// Longer ones are rare and would fill the memory.
const MAX_REMEMBERED = 500;

/** Numbers for the texts of these rows. Only for the holder of the head's lock: it alone makes new ones. */
export async function openDictionary(
  tx: Db,
  input: {
    ctx: PortalCtx;
    rows: readonly DraftRow[];
    lastTextId: number;
    memory: PortalMemory | null;
  },
): Promise<Dictionary> {
  const { ctx, rows, memory } = input;
  // An archive that was set back to an earlier state has given the numbers above anew.
  if (memory !== null && memory.lastTextId > input.lastTextId) memory.texts.clear();
  const { ids, wanted, optional } = collectTexts(rows, memory?.texts ?? new Map());
  const found = await readTexts(tx, ctx, [...wanted, ...optional]);
  const made = wanted.filter(({ key }) => !found.has(key));
  await insertTexts(tx, ctx, { made, after: input.lastTextId });
  made.forEach(({ key }, index) => found.set(key, input.lastTextId + index + 1));
  const idOf = (kind: TextKind, value: string | null): number | null => {
    if (value === null) return null;
    const key = textKey(kind, value);
    return ids.get(key) ?? found.get(key) ?? null;
  };
  return { idsOf: idsBy(idOf), lastTextId: input.lastTextId + made.length, found: shorts(found) };
}

function textKey(kind: TextKind, value: string): string {
  return `${kind}${value}`;
}

function idsBy(idOf: (kind: TextKind, value: string | null) => number | null) {
  return ({ entry, isUriShared }: DraftRow): TextIds => ({
    severity: idOf(TEXT_KINDS.severity, entry.severity) ?? 0,
    type: idOf(TEXT_KINDS.type, entry.auditTypeId) ?? 0,
    module: idOf(TEXT_KINDS.module, entry.moduleId) ?? 0,
    site: idOf(TEXT_KINDS.site, entry.siteId),
    agent: idOf(TEXT_KINDS.agent, entry.userAgent),
    uri: isUriShared ? idOf(TEXT_KINDS.uri, entry.requestUri) : null,
  });
}

interface CollectedTexts {
  /** Copied: others of this process may change what is remembered while these are used. */
  ids: Map<string, number>;
  wanted: SharedText[];
  /** Addresses that take a number only if they have one. */
  optional: SharedText[];
}

function collectTexts(
  rows: readonly DraftRow[],
  known: ReadonlyMap<string, number>,
): CollectedTexts {
  const ids = new Map<string, number>();
  const wanted = new Map<string, SharedText>();
  const optional = new Map<string, SharedText>();
  const want = (into: Map<string, SharedText>, kind: TextKind, value: string | null): void => {
    if (value === null) return;
    const key = textKey(kind, value);
    if (ids.has(key) || wanted.has(key)) return;
    const id = known.get(key);
    if (id === undefined) into.set(key, toText(key, kind, value));
    else ids.set(key, id);
  };
  for (const { entry, isUriShared } of rows) {
    want(wanted, TEXT_KINDS.severity, entry.severity);
    want(wanted, TEXT_KINDS.type, entry.auditTypeId);
    want(wanted, TEXT_KINDS.module, entry.moduleId);
    want(wanted, TEXT_KINDS.site, entry.siteId);
    want(wanted, TEXT_KINDS.agent, entry.userAgent);
    if (!isUriShared) continue;
    // An address that comes once costs less in its own row.
    const once = optional.delete(textKey(TEXT_KINDS.uri, entry.requestUri));
    want(once ? wanted : optional, TEXT_KINDS.uri, entry.requestUri);
  }
  return { ids, wanted: [...wanted.values()], optional: [...optional.values()] };
}

function toText(key: string, kind: TextKind, value: string): SharedText {
  return { key, kind, value, digest: textDigest(value) };
}

/** First half of the SHA-256 of the text, as 32 hexadecimal digits. */
export function textDigest(value: string): string {
  return hash("sha256", value, "hex").slice(0, 32);
}

async function readTexts(
  tx: Db,
  ctx: PortalCtx,
  texts: readonly SharedText[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  if (texts.length === 0) return found;
  const byDigest = new Map(texts.map((text) => [`${text.kind}${text.digest}`, text.key]));
  const rows = await runCompiled<{ id: number; kind: number; digest: string }>(tx, {
    text: `SELECT t.id, t.kind, replace(t.digest::text, '-', '') AS digest
      FROM unnest($2::smallint[], $3::text[]) AS w (kind, digest)
      JOIN entry_text t
        ON t.portal_id = $1 AND t.kind = w.kind AND t.digest = w.digest::uuid`,
    values: [ctx.portalId, texts.map(({ kind }) => kind), texts.map(({ digest }) => digest)],
  });
  for (const { id, kind, digest } of rows) {
    const key = byDigest.get(`${kind}${digest}`);
    if (key !== undefined) found.set(key, id);
  }
  return found;
}

async function insertTexts(
  tx: Db,
  ctx: PortalCtx,
  { made, after }: { made: readonly SharedText[]; after: number },
): Promise<void> {
  if (made.length === 0) return;
  await runCompiled(tx, {
    text: `INSERT INTO entry_text (portal_id, id, kind, digest, value)
      SELECT $1, $2::integer + w.place::integer, w.kind, w.digest::uuid, w.value
      FROM unnest($3::smallint[], $4::text[], $5::text[]) WITH ORDINALITY
        AS w (kind, digest, value, place)`,
    values: [
      ctx.portalId,
      after,
      made.map(({ kind }) => kind),
      made.map(({ digest }) => digest),
      made.map(({ value }) => value),
    ],
  });
}

function shorts(found: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...found].filter(([key]) => key.length <= MAX_REMEMBERED));
}
