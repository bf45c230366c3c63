import type { Prisma } from "../../prisma/generated/client.ts";
import type { EventRecord, EventStatus } from "./shared.ts";

export const EVENT_COLUMNS = {
  at: true,
  id: true,
  responseMs: true,
  status: true,
  eventName: true,
  webhookId: true,
  input: true,
  message: true,
} as const satisfies Prisma.ProcessingEventSelect;

type EventRow = Prisma.ProcessingEventGetPayload<{ select: typeof EVENT_COLUMNS }>;

export function toRecord(row: EventRow, orgId: string): EventRecord {
  return {
    startTime: row.at.toISOString(),
    responseTime: row.responseMs,
    orgId,
    status: row.status as EventStatus,
    eventName: row.eventName,
    inputRequest: row.input,
    id: row.id,
    webhookId: row.webhookId,
    // Portals of Bitrix24 have no parents.
    parentOrgId: -1,
    message: row.message,
  };
}

/** The moment that an id was made of: rows are found by both. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16));
}
