/**
 * A body that is made while it is read. Waits for the first piece, so that what goes wrong before it can still be
 * answered; pieces are joined until they are worth a packet.
 */
export async function textStream(
  pieces: AsyncIterable<string>,
): Promise<ReadableStream<Uint8Array>> {
  const iterator = pieces[Symbol.asyncIterator]();
  let next = await iterator.next();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        let text = "";
        while (next.done !== true && text.length < MIN_CHARS) {
          text += next.value;
          next = await iterator.next();
        }
        if (text !== "") controller.enqueue(Buffer.from(text));
        if (next.done === true) controller.close();
      },
      cancel: async () => {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}

const MIN_CHARS = 65_536;
