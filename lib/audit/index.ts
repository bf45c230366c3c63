export type { Access, Proven, Reading } from "./access.ts";
export { answerCalls } from "./answer-calls.ts";
export type { CallsInput } from "./answer-calls.ts";
export { endStreams, hubCounts } from "./entry-hub.ts";
export { STREAM_LIMITS } from "./stream-places.ts";
export { streamEntries } from "./stream-entries.ts";
export type { StreamInput } from "./stream-entries.ts";
export { answerRpc, openBody } from "./answer-rpc.ts";
