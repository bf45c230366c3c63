import { keepArchives } from "../../../../lib/archive/index.ts";
import { openDb } from "../../../../lib/db/index.ts";

// One round of the keeper in a process of its own, which a fault point may end: url, time.
const [url = "", now = ""] = process.argv.slice(2);
const { db, close } = openDb({ url, maxConnections: 2 });
await keepArchives(
  { requestId: "child", actor: { kind: "system" }, now: () => new Date(now), db },
  { signal: new AbortController().signal, sliceMs: 20_000 },
);
await close();
