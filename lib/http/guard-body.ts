import { isAppError } from "../errors.ts";
import { log } from "../log.ts";

const EVERY_MS = 5_000;
const REFUSALS = ["unauthorized", "forbidden", "token_expired"] as const;

interface GuardInput {
  requestId: string;
  /** Throws when whoever takes the file may not have it any more. */
  prove(): Promise<unknown>;
  now?: () => number;
}

/** The same bytes, as long as the right to have them lasts: then it breaks off. */
export function guardBody(
  body: ReadableStream<Uint8Array>,
  { requestId, prove, now = () => performance.now() }: GuardInput,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let provenAt = now();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (now() - provenAt >= EVERY_MS) {
          provenAt = now();
          try {
            await prove();
          } catch (error) {
            log("warn", "download.right_not_proven", { requestId, error });
            // What could not be asked now is asked again: only a refusal ends it.
            if (REFUSALS.some((code) => isAppError(error, code))) {
              await reader.cancel(error);
              throw error;
            }
          }
        }
        const next = await reader.read();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: async (reason) => reader.cancel(reason),
    },
    { highWaterMark: 1 },
  );
}
