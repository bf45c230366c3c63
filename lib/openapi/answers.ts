import { z } from "zod";
import { SEVERITIES } from "../archive/shared.ts";
import { EVENT_STATUSES } from "../events/shared.ts";

const text = z.string();

export const Problem = z
  .object({
    type: text.meta({ examples: ["urn:logbook:invalid-input"] }),
    title: text,
    status: z.int(),
    detail: text,
    requestId: text.meta({ description: "To be named when you ask us." }),
    errors: z
      .array(z.object({ at: text.optional(), message: text }))
      .optional()
      .meta({ description: "What exactly is wrong, and where." }),
    platformCode: text.optional().meta({ description: "The code that the portal gave." }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

export const Entry = z
  .object({
    id: text.meta({ description: "Number in the archive, never given twice." }),
    nativeId: text.nullable().meta({ description: "The portal's own number." }),
    source: z.enum(["portal", "logbook"]),
    at: text.meta({ format: "date-time", description: "UTC, whole seconds." }),
    timestampX: text.meta({ description: "As the portal sent it." }),
    severity: text.meta({ examples: [...SEVERITIES] }),
    auditTypeId: text,
    moduleId: text,
    itemId: text,
    remoteAddr: text,
    userAgent: text.nullable(),
    requestUri: text,
    siteId: text.nullable(),
    userId: z.int().nullable(),
    userName: text.nullable(),
    guestId: z.int().nullable(),
    description: text.nullable(),
    isNewAddress: z.boolean().meta({
      description: "The user came from this address for the first time in the archive.",
    }),
  })
  .partial()
  .meta({ id: "Entry" });

export const EntryCount = z
  .object({ total: z.int(), isExact: z.boolean() })
  .meta({ id: "EntryCount" });

export const EventLogAnswer = z
  .object({
    data: z.array(
      z.looseObject({
        startTime: text.meta({ format: "date-time" }),
        responseTime: z.int().meta({ description: "In milliseconds." }),
        orgId: text.meta({ description: "Key of the portal." }),
        status: z.enum(EVENT_STATUSES),
        eventName: text,
        inputRequest: text.nullable().meta({ description: "Masked JSON." }),
        id: text,
        webhookId: text,
        parentOrgId: z.union([text, z.literal(-1)]),
        message: text,
      }),
    ),
    warnings: z.array(text),
    errors: z.array(text).meta({ description: "Why the request failed, also where it did." }),
  })
  .meta({ id: "EventLog" });

export const OpenApi = z
  .looseObject({ openapi: text, info: z.looseObject({}), paths: z.looseObject({}) })
  .meta({ id: "OpenApi" });

export const Nothing = z.null().meta({ id: "Nothing" });

export const FrameAnswer = z
  .looseObject({})
  .meta({ id: "FrameAnswer", description: "For our own pages; it may change with them." });

export const RpcBody = z
  .object({
    jsonrpc: z.literal("2.0"),
    method: text.meta({ examples: ["auditlog.get"] }),
    params: z.union([z.looseObject({}), z.array(z.unknown())]),
    id: z.union([text, z.number(), z.null()]).optional(),
    auth: text.nullable().optional(),
  })
  .meta({ id: "RpcCall" });
