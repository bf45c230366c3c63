import { z } from "zod";
import { READING_KINDS, TOKEN_REFUSALS, TOKEN_SCOPES } from "../access/shared.ts";

const text = z.string();
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable();
const moment = text.meta({ format: "date-time" });
const maybeMoment = orNull(moment);
const person = z.object({ id: z.int(), name: text });

export const Token = z
  .object({
    ...{ id: text, name: text, prefix: text, scopes: z.array(z.enum(TOKEN_SCOPES)) },
    ...{ networks: z.array(text), state: z.enum(["active", "expired", "revoked"]) },
    ...{ createdBy: person, createdAt: moment, expiresAt: maybeMoment, revokedAt: maybeMoment },
    ...{ lastUsedAt: maybeMoment, lastAddress: orNull(text) },
    refused: orNull(
      z.object({ at: moment, address: orNull(text), reason: z.enum(TOKEN_REFUSALS) }),
    ),
  })
  .meta({ id: "Token" });
export const TokenList = z.object({ items: z.array(Token) }).meta({ id: "TokenList" });
export const MadeToken = z
  .object({ token: text.meta({ description: "Told this once." }), view: Token })
  .meta({ id: "MadeToken" });

export const Readers = z
  .object({
    items: z.array(
      z.object({
        ...{ id: z.int(), name: text, photoUrl: orNull(text), isActive: z.boolean() },
        ...{ addedBy: person, addedAt: moment },
      }),
    ),
  })
  .meta({ id: "Readers" });

export const Readings = z
  .object({
    items: z.array(
      z.object({
        ...{ id: text, at: moment, kind: z.enum(READING_KINDS) },
        who: z.union([
          z.object({ kind: z.literal("user"), id: z.int(), name: text }),
          z.object({ kind: z.literal("token"), id: text, name: text }),
        ]),
        ...{ address: orNull(text), method: text, query: z.unknown(), rows: orNull(z.int()) },
        ...{ durationMs: z.int(), times: z.int() },
      }),
    ),
    nextCursor: orNull(text),
    keptDays: z.int(),
  })
  .meta({ id: "Readings" });
