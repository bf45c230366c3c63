export type { Access, Proven, Reading } from "./access.ts";
export { answerCalls } from "./answer-calls.ts";
export type { CallsInput } from "./answer-calls.ts";
export { hubCounts } from "./entry-hub.ts";
export { streamEntries } from "./stream-entries.ts";
export type { StreamInput } from "./stream-entries.ts";
export { answerRpc, openBody } from "./answer-rpc.ts";
