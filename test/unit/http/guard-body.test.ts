import { expect, test, vi } from "vitest";
import { forbidden, unavailable } from "../../../lib/errors.ts";
import { guardBody } from "../../../lib/http/guard-body.ts";

function arrange(prove: () => Promise<void>) {
  let ms = 0;
  const cancelled = vi.fn();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        ms += 3_000;
        if (ms > 30_000) controller.close();
        else controller.enqueue(Buffer.from("x"));
      },
      cancel: cancelled,
    },
    { highWaterMark: 0 },
  );
  return { cancelled, read: guardBody(body, { requestId: "r", prove, now: () => ms }) };
}

test("a download ends with an error when the right to it is taken back", async () => {
  const prove = vi.fn(async () => Promise.reject(forbidden("No longer.")));
  const { read, cancelled } = arrange(prove);

  await expect(new Response(read).text()).rejects.toMatchObject({ code: "forbidden" });
  expect(prove).toHaveBeenCalledTimes(1);
  expect(cancelled).toHaveBeenCalledTimes(1);
});

test("a download goes on while the right lasts, also when it cannot be asked for", async () => {
  const prove = vi.fn(async () => Promise.resolve());
  prove.mockRejectedValueOnce(unavailable("Away."));
  const { read } = arrange(prove);

  expect(await new Response(read).text()).toBe("x".repeat(10));
  expect(prove.mock.calls.length).toBeGreaterThan(2);
});
