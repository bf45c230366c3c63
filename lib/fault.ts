import { env } from "./env.ts";

/**
 * A named place where a test ends or freezes the process: FAULT_POINT=after-send:kill or after-send:pause=20000.
 * Does nothing without that variable.
 */
export function fault(point: string): void {
  const configured = env().FAULT_POINT;
  if (configured?.point !== point) return;
  if (configured.action === "kill") process.kill(process.pid, "SIGKILL");
  // Blocks the whole process, as a long garbage collection or a suspended machine does.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, configured.pauseMs);
}
