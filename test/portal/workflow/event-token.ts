import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export interface EventTokenParts {
  workflowId: string;
  activityName: string;
  eventId: string;
}

function signature(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

function joined(parts: EventTokenParts): string {
  return `${parts.workflowId}|${parts.activityName}|${parts.eventId}`;
}

export function newEventId(): string {
  return [...randomBytes(32)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? "A").join("");
}

export function signEventToken(secret: string, parts: EventTokenParts): string {
  return `${joined(parts)}.${signature(secret, joined(parts))}`;
}

/** Takes a token apart if its signature is right; says nothing about the workflow behind it. */
export function readEventToken(secret: string, token: string): EventTokenParts | null {
  const dot = token.lastIndexOf(".");
  if (dot < 0) return null;
  const expected = Buffer.from(signature(secret, token.slice(0, dot)));
  const given = Buffer.from(token.slice(dot + 1));
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const [workflowId, activityName, eventId, ...more] = token.slice(0, dot).split("|");
  if (workflowId === undefined || activityName === undefined || eventId === undefined) return null;
  return more.length > 0 ? null : { workflowId, activityName, eventId };
}
