export type { Access, Proven, Reading } from "./access.ts";
export { answerCalls } from "./answer-calls.ts";
export type { CallsInput } from "./answer-calls.ts";
export { answerRpc, openBody } from "./answer-rpc.ts";
