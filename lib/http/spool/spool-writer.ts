import { open, type FileHandle } from "node:fs/promises";

export interface SpoolWriter {
  /** Done when the line is on disk; lines that arrive together share one flush. */
  append(line: string): Promise<void>;
  /** Ends the present file, so that it can be read; the next line begins a new one. */
  endFile(): Promise<void>;
}

interface Waiting {
  line: string;
  resolve(): void;
  reject(error: unknown): void;
}

export function openSpoolWriter(input: { dir: string; newFile(): string }): SpoolWriter {
  let waiting: Waiting[] = [];
  let file: FileHandle | undefined;
  let turn: Promise<void> = Promise.resolve();

  const inTurn = async (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work, work);
    return turn;
  };

  const endFile = async (): Promise<void> => {
    const ended = file;
    file = undefined;
    await ended?.close();
  };

  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      file ??= await newFile(input);
      await file.appendFile(batch.map(({ line }) => line).join(""));
      await file.datasync();
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
      // A torn line may stand at its end: nothing may be written behind that.
      await endFile();
    }
  };

  return {
    append: async (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        // A failure is told to those who wait; the turn itself is only about order.
        inTurn(flush).catch(reject);
      }),
    endFile: async () => inTurn(endFile),
  };
}

async function newFile(input: { dir: string; newFile(): string }): Promise<FileHandle> {
  const file = await open(input.newFile(), "ax", 0o600);
  await flushFolder(input.dir);
  return file;
}

// The file's own name must survive a crash too; Windows cannot flush a folder and needs no such thing.
export async function flushFolder(dir: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(dir, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
