import { describe, expect, test } from "vitest";
import { textBody } from "../../../lib/http/text-stream.ts";

const LONG = "x".repeat(300_000);

async function* made(pieces: (string | Error)[], onEnd?: () => void): AsyncGenerator<string> {
  try {
    for (const piece of pieces) {
      await Promise.resolve();
      if (piece instanceof Error) throw piece;
      yield piece;
    }
  } finally {
    onEnd?.();
  }
}

async function readAll(body: string | ReadableStream<Uint8Array>): Promise<string> {
  return new Response(body).text();
}

describe("the body of an answer", () => {
  test("is one text where it is short and soon there", async () => {
    expect(await textBody(made(["a", "", "b"]))).toBe("ab");
    expect(await textBody(made([]))).toBe("");
  });

  test("is a stream where it is long, with every piece once and in order", async () => {
    const body = await textBody(made(["first", LONG, "then", LONG, "last"]));

    expect(body).toBeInstanceOf(ReadableStream);
    expect(await readAll(body)).toBe(`first${LONG}then${LONG}last`);
  });

  test("is refused as a whole by what goes wrong before its first piece", async () => {
    await expect(textBody(made([new Error("away")]))).rejects.toThrow("away");
  });

  test.each([["short"], [LONG]])(
    "breaks off when something goes wrong after its first piece",
    async (start) => {
      const body = await textBody(made([start, new Error("away")]));

      await expect(readAll(body)).rejects.toThrow("away");
    },
  );

  test("ends its making when nobody reads it any more", async () => {
    let isEnded = false;
    const body = await textBody(
      made([LONG, LONG], () => {
        isEnded = true;
      }),
    );
    if (typeof body === "string") throw new Error("A long body is a stream.");
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();

    expect(isEnded).toBe(true);
  });
});
