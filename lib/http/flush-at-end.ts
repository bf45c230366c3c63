import { env } from "../env.ts";
import { flushCalls } from "../portals/index.ts";

let isSet = false;

/** Next ends the web process by its own handlers: meanwhile the calls that still wait go to the log. */
export function flushAtEnd(): void {
  if (isSet || env().NODE_ENV !== "production") return;
  isSet = true;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void flushCalls());
  }
}
