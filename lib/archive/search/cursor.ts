import { createHash } from "node:crypto";
import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { isSigned, sign } from "../../db/index.ts";
import { invalidInput, type AppError } from "../../errors.ts";
import type { Direction, Place } from "./place.ts";
import { shortGroup } from "./short-group.ts";
import type { ValuePlace } from "./walk-values.ts";

/** Where a page goes on, and the moment that relative times of the query are counted from. */
export interface Cursor {
  place: Place & Partial<Pick<ValuePlace, "group">>;
  direction: Direction;
  now: Date;
}

// Rank and value, of a long one its beginning and hash, follow where the order is not by time alone.
const Content = z.tuple(
  [
    z.enum(["older", "newer"]),
    z.int(),
    z
      .string()
      .regex(/^\d{1,19}$/)
      .nullable(),
    z.int(),
    z.int(),
  ],
  z.string(),
);

const PURPOSE = "archive-cursor";
const LIFE_MS = 86_400_000;
const MAX_LENGTH = 4_000;

/** A cursor that only we can write, good for a day and for exactly this question (`bound`). */
export function writeCursor(ctx: PortalCtx, cursor: Cursor, bound: unknown): string {
  const { place, direction, now } = cursor;
  const issued = ctx.now().getTime();
  const seq = place.seq === null ? null : String(place.seq);
  const group = place.group === undefined ? [] : groupOf(place.group);
  const content = [direction, place.at.getTime(), seq, now.getTime(), issued, ...group];
  const text = Buffer.from(JSON.stringify(content)).toString("base64url");
  return `${text}.${sign(text, purposeOf(ctx, bound))}`;
}

export function readCursor(ctx: PortalCtx, text: string, bound: unknown): Cursor {
  const content = open(text, purposeOf(ctx, bound));
  if (content === null) throw cursorInvalid();
  const [direction, at, seq, now, issued, rank, value, hash] = content;
  if (Math.abs(ctx.now().getTime() - issued) > LIFE_MS) throw cursorInvalid();
  return {
    place: {
      ...{ at: new Date(at), seq: seq === null ? null : BigInt(seq) },
      ...(rank !== undefined &&
        value !== undefined && { group: { rank, value, ...(hash !== undefined && { hash }) } }),
    },
    direction,
    now: new Date(now),
  };
}

function groupOf(whole: ValuePlace["group"]): string[] {
  const { rank, value, hash } = shortGroup(whole);
  return hash === undefined ? [rank, value] : [rank, value, hash];
}

function open(cursor: string, purpose: string): z.output<typeof Content> | null {
  const dot = cursor.indexOf(".");
  const text = cursor.slice(0, dot);
  if (cursor.length > MAX_LENGTH || dot < 0) return null;
  if (!isSigned(text, purpose, cursor.slice(dot + 1))) return null;
  return Content.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
}

function purposeOf({ portalId }: PortalCtx, bound: unknown): string {
  const digest = createHash("sha256").update(JSON.stringify(bound)).digest("base64url");
  return `${PURPOSE} ${portalId} ${digest}`;
}

/** The message is a code: doors give it on as `cursor_invalid`. */
function cursorInvalid(): AppError {
  return invalidInput("cursor_invalid", [
    { at: "cursor", message: "is not a cursor of this query, or is older than a day" },
  ]);
}
