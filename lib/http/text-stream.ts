interface Options {
  /** Sends each piece by itself, as soon as it is there. */
  isImmediate?: boolean;
  onCancel?: () => void;
}

// Most answers are one piece then, which is sent without a stream.
const MIN_CHARS = 262_144;
// What is there goes out when more is slow to come.
const PATIENCE_MS = 1_000;

/**
 * A body that is made while it is read. Waits for the first piece, so that what goes wrong before it can still be
 * answered; pieces are joined until they are worth a packet.
 */
export async function textStream(
  pieces: AsyncIterable<string>,
  { isImmediate = false, onCancel }: Options = {},
): Promise<ReadableStream<Uint8Array>> {
  const iterator = pieces[Symbol.asyncIterator]();
  let next: IteratorResult<string> | null = await iterator.next();
  const minChars = isImmediate ? 1 : MIN_CHARS;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        let text = "";
        const until = performance.now() + PATIENCE_MS;
        while (text.length < minChars && (text === "" || performance.now() < until)) {
          next ??= await iterator.next();
          if (next.done === true) break;
          text += next.value;
          next = null;
        }
        if (text !== "") controller.enqueue(Buffer.from(text));
        if (next?.done === true) controller.close();
      },
      cancel: async () => {
        onCancel?.();
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
