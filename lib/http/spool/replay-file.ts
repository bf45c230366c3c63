import { open, readFile, rm, stat } from "node:fs/promises";
import { log } from "../../log.ts";
import { readLine, toLine, type SpooledCall } from "./spooled-call.ts";
import { flushFolder } from "./spool-writer.ts";

export interface SpoolDoor {
  /** Handles the call as if it came again. */
  handle(call: SpooledCall): Promise<void>;
  /** How many of its calls are handled at a time. */
  together: number;
}

/** `waits`: the database seems away again. `refused`: handling it again would change nothing. */
export type Fate = "stored" | "refused" | "failed" | "waits";

export interface ReplayFileInput {
  dir: string;
  newFile(): string;
  findDoor(name: string): SpoolDoor | undefined;
  isReachable(): Promise<boolean>;
  judge(error: unknown): Fate;
}

export interface ReplayReport {
  stored: number;
  refused: number;
  failed: number;
  /** Lines that a crash or a bad disk cut. */
  broken: number;
  /** Left for a later try. */
  kept: number;
  /** Set aside in a file of its own: handling it failed too often. */
  givenUp: number;
  /** The file that holds what was kept. */
  leftIn: string | null;
  isAway: boolean;
}

const MAX_TRIES = 10;
const NOTHING: ReplayReport = {
  ...{ stored: 0, refused: 0, failed: 0, broken: 0, kept: 0, givenUp: 0 },
  leftIn: null,
  isAway: false,
};

/**
 * Handles the calls of a file that nobody writes to any more, in their order. The file goes when each of its calls
 * was stored; what is left then stands in a new one. A crash in between only means that calls are handled twice.
 */
export async function replayFile(path: string, input: ReplayFileInput): Promise<ReplayReport> {
  const bytes = await readFile(path);
  const report = { ...NOTHING };
  const left: string[] = [];
  const aside: string[] = [];
  for (const group of toGroups(toItems(bytes.toString("utf8"), report), input)) {
    const fates = report.isAway
      ? group.items.map((): Fate => "waits")
      : await Promise.all(group.items.map(async (item) => handle(item, group.door, input)));
    for (const [index, item] of group.items.entries()) {
      const fate = fates[index] ?? "waits";
      if (fate === "waits" && group.door !== undefined) report.isAway = true;
      if (fate !== "waits") report[fate] += 1;
      if (fate === "stored" || fate === "refused") continue;
      if (fate === "failed" && isGivenUp(item)) aside.push(retried(item));
      else left.push(fate === "failed" ? retried(item) : item.line);
    }
  }
  report.kept = left.length;
  report.givenUp = aside.length;
  const isSame = left.join("").length === bytes.length && report.failed === 0;
  report.leftIn = isSame
    ? path
    : await replace(path, { input, left, aside, readBytes: bytes.length });
  return report;
}

interface Item {
  line: string;
  /** Null when its key is not in the ring now. */
  call: SpooledCall | null;
}

function toItems(text: string, report: ReplayReport): Item[] {
  return text.split("\n").flatMap((line): Item[] => {
    if (line === "") return [];
    const read = readLine(line);
    if (read.kind === "broken") report.broken += 1;
    if (read.kind === "broken") return [];
    return [{ line: `${line}\n`, call: read.kind === "call" ? read.call : null }];
  });
}

interface Group {
  door: SpoolDoor | undefined;
  items: Item[];
}

// Neighbours of one door, as many as it takes at a time; calls of unknown doors wait for theirs to be loaded.
function toGroups(items: Item[], input: ReplayFileInput): Group[] {
  const groups: Group[] = [];
  for (const item of items) {
    const door = item.call === null ? undefined : input.findDoor(item.call.door);
    const last = groups.at(-1);
    const hasRoom = last?.door === door && last?.items.length !== (door?.together ?? Infinity);
    if (last !== undefined && hasRoom) last.items.push(item);
    else groups.push({ door, items: [item] });
  }
  return groups;
}

async function handle(
  { call }: Item,
  door: SpoolDoor | undefined,
  input: ReplayFileInput,
): Promise<Fate> {
  if (call === null || door === undefined) return "waits";
  try {
    await door.handle(call);
    return "stored";
  } catch (error) {
    const judged = input.judge(error);
    // A call that merely looks as if the database were away must not hold up those behind it.
    const fate = judged === "waits" && (await input.isReachable()) ? "failed" : judged;
    const { requestId } = call;
    if (fate !== "waits") {
      log(fate === "failed" ? "error" : "warn", `spool.call_${fate}`, { requestId, error });
    }
    return fate;
  }
}

function isGivenUp({ call }: Item): boolean {
  return call !== null && call.tries + 1 >= MAX_TRIES;
}

function retried({ line, call }: Item): string {
  return call === null ? line : toLine({ ...call, tries: call.tries + 1 });
}

interface Rest {
  input: ReplayFileInput;
  left: string[];
  aside: string[];
  readBytes: number;
}

async function replace(
  path: string,
  { input, left, aside, readBytes }: Rest,
): Promise<string | null> {
  // Its owner was taken for dead and yet wrote: it is read again from the start, repetitions are harmless.
  if ((await stat(path)).size !== readBytes) return path;
  if (aside.length > 0) await writeLines(`${path}.given-up`, aside);
  const leftIn = left.length > 0 ? input.newFile() : null;
  if (leftIn !== null) await writeLines(leftIn, left);
  await flushFolder(input.dir);
  await rm(path);
  return leftIn;
}

// What an earlier try left half written, as on a full disk, is written anew: the calls still stand where they stood.
async function writeLines(path: string, lines: string[]): Promise<void> {
  try {
    const file = await open(path, "w", 0o600);
    try {
      await file.writeFile(lines.join(""));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
