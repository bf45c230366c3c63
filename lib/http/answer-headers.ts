import { env } from "../env.ts";

/** Headers of every answer to our pages: nothing is kept, and they see when they are of an older build. */
export function answerHeaders(): Record<string, string> {
  const { BUILD_ID } = env();
  return {
    "cache-control": "no-store",
    ...(BUILD_ID !== undefined && { "x-logbook-build": BUILD_ID }),
  };
}

/** Build of the pages that are served; undefined where they are not built. */
export function pagesBuild(): string | undefined {
  return env().BUILD_ID;
}
