import type pg from "pg";

// What a submitted query may ask of the driver's connection; the driver's types leave it out.
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** Sends lines in COPY's text form into a table, and resolves when the server has stored them. */
export async function copyIn(
  client: pg.Client,
  { into, data }: { into: string; data: Buffer },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.query({
      submit: (wire: Wire) => wire.query(`COPY ${into} FROM STDIN`),
      handleCopyInResponse: (wire: Wire) => {
        wire.sendCopyFromChunk(data);
        wire.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleError: reject,
      handleReadyForQuery: () => resolve(),
    } as unknown as pg.Submittable);
  });
}

/** Rows in COPY's text form. */
export function copyText(rows: readonly (readonly (string | null)[])[]): Buffer {
  const lines = rows.map((row) => row.map(copyValue).join("\t"));
  return Buffer.from(`${lines.join("\n")}\n`);
}

function copyValue(value: string | null): string {
  if (value === null) return "\\N";
  return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, escape) : value;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escape(char: string): string {
  return ESCAPES[char] ?? char;
}
