export * from "./shared.ts";
export { createToken } from "./create-token.ts";
export { keepReadings } from "./keep-readings.ts";
export { flushReadings, noteReading, readingStats } from "./note-reading.ts";
export type { NoteReadingInput } from "./note-reading.ts";
export { proveToken } from "./prove-token.ts";
export type { ProvenToken, ProveTokenInput } from "./prove-token.ts";
export type { ReadingStats } from "./reading-writer.ts";
export { CreateTokenInput } from "./schemas.ts";
