import { totalmem } from "node:os";
import { constrainedMemory } from "node:process";

const MEGABYTE = 1_048_576;
const LEAST_MB = 128;
const MOST_MB = 1_024;
const SHARE = 16;

/** What the embedded server is started with; a container's limit counts as the machine's memory. */
export function serverSettings(memoryBytes = machineMemory()): Record<string, string> {
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    // A statement over the whole archive locks every month's leaf and its indexes.
    max_locks_per_transaction: "1024",
    // Statements may hold a portal's data.
    log_min_error_statement: "panic",
    // Its own 128 MB hold no index of a large archive: pages of them would be fetched again for each question.
    shared_buffers: `${bufferMegabytes(memoryBytes)}MB`,
  };
}

/** Bytes that this process may count on. */
export function machineMemory(): number {
  return Math.min(totalmem(), constrainedMemory() || Infinity);
}

function bufferMegabytes(memoryBytes: number): number {
  const share = Math.floor(memoryBytes / SHARE / MEGABYTE);
  return Math.min(MOST_MB, Math.max(LEAST_MB, share));
}
