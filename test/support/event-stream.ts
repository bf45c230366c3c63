export interface SentEvent {
  id: string;
  data: string;
}

export interface OpenStream {
  events: AsyncGenerator<SentEvent, void>;
  close(): Promise<void>;
}

/** Reads server-sent events as a browser does: comments and unknown lines are left out. */
export function readEvents(response: Response): OpenStream {
  if (response.body === null) throw new Error("The answer has no body.");
  const reader = response.body.getReader();
  return { events: eventsOf(reader), close: async () => reader.cancel() };
}

async function* eventsOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<SentEvent, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const valueOf = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const [id, data] = [valueOf("id"), valueOf("data")];
      if (id !== undefined && data !== undefined) yield { id, data };
    }
  }
}
