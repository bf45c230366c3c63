export interface FrameMessage {
  method: string;
  params: unknown;
  callbackId: string;
  appSid: string;
}

/** Reads `command[:json]:callbackId:appSid`, or the object that commands with a colon are sent as. */
export function parseMessage(data: unknown): FrameMessage | null {
  if (typeof data === "string") return parseText(data);
  if (data === null || typeof data !== "object") return null;
  const { method, params, callback, appSid } = data as Record<string, unknown>;
  if (typeof method !== "string" || typeof callback !== "string" || typeof appSid !== "string")
    return null;
  return { method, params, callbackId: callback, appSid };
}

/** `callbackId:json`; without an argument only `callbackId:`. */
export function encodeReply(callbackId: string, answer?: unknown): string {
  return `${callbackId}:${answer === undefined ? "" : JSON.stringify(answer)}`;
}

function parseText(data: string): FrameMessage | null {
  const tokens = data.split(":");
  const [method] = tokens;
  const appSid = tokens.at(-1);
  const callbackId = tokens.at(-2);
  if (tokens.length < 3 || !method || !callbackId || !appSid) return null;
  return { method, params: parseParams(tokens.slice(1, -2).join(":")), callbackId, appSid };
}

/** Text that is not JSON is a raw value, as setValue sends it. */
function parseParams(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return text;
    throw cause;
  }
}
