interface Options {
  /** Sends each piece by itself, as soon as it is there. */
  isImmediate?: boolean;
  onCancel?: () => void;
}

const MIN_BYTES = 262_144;
// What is there goes out when more is slow to come.
const PATIENCE_MS = 1_000;

/**
 * The text itself where all of it is soon there, which saves the stream; else what is left comes as one. What goes wrong
 * before the first piece can still be answered; after it the body breaks off.
 */
export async function textBody(
  pieces: AsyncIterable<string>,
): Promise<string | ReadableStream<Uint8Array>> {
  const iterator = pieces[Symbol.asyncIterator]();
  const until = performance.now() + PATIENCE_MS;
  let text = "";
  let asked: Promise<IteratorResult<string>> | undefined;
  try {
    do {
      asked = iterator.next();
      const next = await asked;
      if (next.done === true) return text;
      text += next.value;
    } while (text.length < MIN_BYTES && performance.now() < until);
  } catch (error) {
    const failed = asked;
    if (text === "" || failed === undefined) throw error;
    return textStream(joined(text, { next: async () => failed }));
  }
  return textStream(joined(text, iterator));
}

async function* joined(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield start;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

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
  const minBytes = isImmediate ? 1 : MIN_BYTES;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        // Joined as bytes: a long text that is put together is copied once more before it can be written.
        const read: Buffer[] = [];
        let size = 0;
        const until = performance.now() + PATIENCE_MS;
        while (size < minBytes && (size === 0 || performance.now() < until)) {
          next ??= await iterator.next();
          if (next.done === true) break;
          const bytes = Buffer.from(next.value);
          read.push(bytes);
          size += bytes.length;
          next = null;
        }
        if (size > 0) controller.enqueue(Buffer.concat(read, size));
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
