import { afterEach, expect, test, vi } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { unavailable } from "../../../lib/errors.ts";
import { toStream } from "../../../lib/exports/stream.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

async function* breakOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("begun");
  await Promise.reject(unavailable("The archive did not answer in time."));
}

test("a download that breaks off is told with its request", async () => {
  const lines: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  const ctx = { requestId: "request-of-mine", portalId: 5n } as PortalCtx;

  const read = new Response(toStream(ctx, breakOff())).text();

  await expect(read).rejects.toMatchObject({ code: "unavailable" });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { event: "export.stream_failed", requestId: "request-of-mine", portalId: "5" },
  ]);
});
