import { z } from "zod";
import { seal, unseal } from "../../db/index.ts";
import { keyRing } from "../../key-ring.ts";

const PURPOSE = "spooled-call";

/** A call as it came in, to be handled as if it came again; nothing in it is proven. */
export const SpooledCall = z.object({
  door: z.string(),
  requestId: z.string(),
  receivedAt: z.number(),
  /** How long its answer took; calls of versions before have none. */
  answeredMs: z.number().default(0),
  url: z.string(),
  params: z.record(z.string(), z.string()),
  body: z.string(),
  /** How often handling it failed for a reason of its own. */
  tries: z.number(),
});
export type SpooledCall = z.output<typeof SpooledCall>;

/** One line of a spool file, sealed; it ends with its line break, so a torn line is told from a whole one. */
export function toLine(call: SpooledCall): string {
  return `${seal(JSON.stringify(call), PURPOSE)}\n`;
}

export type ReadLine =
  { kind: "call"; call: SpooledCall } | { kind: "locked" } | { kind: "broken" };

/** Opens a line without its break. `locked`: whole, as far as one can tell, but its key is not in the ring now. */
export function readLine(line: string): ReadLine {
  const [, keyId] = line.split(".");
  const isKnown = keyRing().some(({ id }) => id === keyId);
  if (!isKnown) return { kind: /^v1\.[\w-]{1,20}\.[\w-]{38,}$/.test(line) ? "locked" : "broken" };
  try {
    return { kind: "call", call: SpooledCall.parse(JSON.parse(unseal(line, PURPOSE))) };
  } catch {
    // A crash or a bad disk cut it: whoever reads the file counts it.
    return { kind: "broken" };
  }
}
