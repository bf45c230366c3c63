import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { reach, readSources } from "./support/source-graph.ts";

const sources = readSources();
const all = [...sources.values()];
const basics = ["env", "errors", "log"];

// Who may import whom, by modules: folders and single files of lib, and what stands beside lib.
const ALLOWED: Record<string, string[]> = {
  errors: [],
  env: ["errors"],
  "key-ring": ["env", "errors"],
  log: ["env"],
  fault: ["env", "log"],
  counts: [],
  ctx: ["db"],
  db: [...basics, "key-ring"],
  b24: basics,
  filter: ["errors"],
  queue: ["db", ...basics, "ctx"],
  access: ["portals", "queue", "db", "filter", ...basics, "ctx", "counts"],
  events: ["db", "queue", "filter", ...basics, "ctx", "counts", "fault"],
  portals: ["b24", "events", "filter", "db", "queue", ...basics, "ctx", "counts", "fault"],
  runs: ["portals", "events", "b24", "queue", "db", "errors", "log", "ctx", "fault", "counts"],
  archive: ["portals", "b24", "queue", "filter", "db", "errors", "log", "ctx", "fault", "counts"],
  audit: ["access", "archive", "portals", "filter", "db", ...basics, "ctx", "counts"],
  openapi: ["access", "archive", "events", "exports", "views", "steps", "errors"],
  exports: ["archive", "portals", "queue", "db", "filter", "errors", "log", "ctx", "fault"],
  views: ["archive", "db", "filter", "errors", "log", "ctx"],
  steps: [
    "runs",
    "events",
    "archive",
    "portals",
    "b24",
    "queue",
    "db",
    "filter",
    ...basics,
    "ctx",
    "fault",
    "counts",
  ],
  health: ["queue", "db", "errors", "ctx", "counts"],
  http: ["access", "portals", "db", "key-ring", ...basics, "ctx", "counts"],
  worker: [
    "queue",
    "db",
    "portals",
    "runs",
    "steps",
    "archive",
    "exports",
    "access",
    "events",
    "health",
    ...basics,
    "ctx",
  ],
  web: [
    "http",
    "access",
    "archive",
    "audit",
    "portals",
    "events",
    "steps",
    "health",
    "db",
    "counts",
    ...basics,
    "ctx",
  ],
  app: [
    "web",
    "audit",
    "openapi",
    "http",
    "portals",
    "runs",
    "steps",
    "archive",
    "exports",
    "views",
    "access",
    "events",
    "health",
    "filter",
    "errors",
  ],
  proxy: ["http"],
};

const GENERATED = "prisma/generated/client.ts";

function moduleOf(file: string): string {
  if (file === GENERATED) return "db";
  const [top = "", second = ""] = file.split("/");
  return top === "lib" ? second.replace(/\.ts$/, "") : top.replace(/\.ts$/, "");
}

function isDoor(file: string): boolean {
  return file === GENERATED || /^lib\/[^/]+\.ts$|^lib\/[^/]+\/(index|shared)\.ts$/.test(file);
}

interface Edge {
  from: string;
  to: string;
}

const edges: Edge[] = all.flatMap(({ file, imports }) =>
  imports.flatMap(({ file: to }) =>
    to !== null && moduleOf(to) !== moduleOf(file) ? [{ from: file, to }] : [],
  ),
);

function show(list: Edge[]): string[] {
  return list.map(({ from, to }) => `${from} -> ${to}`);
}

describe("modules", () => {
  test("all have a row in the table of who may import whom", () => {
    const modules = new Set(all.map(({ file }) => moduleOf(file)));
    modules.delete("cli");

    expect([...modules].filter((name) => ALLOWED[name] === undefined)).toEqual([]);
  });

  test("import only what their row allows", () => {
    const wrong = edges.filter(({ from, to }) => {
      const row = ALLOWED[moduleOf(from)];
      return row !== undefined && !row.includes(moduleOf(to));
    });

    expect(show(wrong)).toEqual([]);
  });

  test("are entered by their doors only", () => {
    const wrong = edges.filter(({ from, to }) => {
      if (!to.startsWith("lib/") || isDoor(to)) return false;
      return !(from === "proxy.ts" && to === "lib/http/frame.ts");
    });

    expect(show(wrong)).toEqual([]);
  });

  test("import files that exist", () => {
    expect(show(edges.filter(({ to }) => !existsSync(to)))).toEqual([]);
  });

  test("keep doors for browsers free of what only a server has", () => {
    const shared = all.filter(({ file }) => /^lib\/[^/]+\/shared\.ts$/.test(file));
    const wrong = shared.flatMap(({ file }) => serverParts(file));

    expect(wrong).toEqual([]);
  });
});

// What knows the machine, the environment, secrets or the database.
const SERVER_PART =
  /^(node:|pg$|pg-boss$|undici$|prisma\/|lib\/(db|queue)\/|lib\/(env|log|key-ring)\.ts$)/;

function serverParts(entry: string): string[] {
  const parts = [...reach(sources, entry)];
  return parts.filter((part) => SERVER_PART.test(part)).map((part) => `${entry} -> ${part}`);
}

describe("browser code", () => {
  const clients = all.filter(({ text }) => /^\s*["']use client["']/.test(text));

  test("stands in files that end in .client.tsx, and only there", () => {
    const named = all.filter(({ file }) => file.endsWith(".client.tsx"));

    expect(clients.map(({ file }) => file)).toEqual(named.map(({ file }) => file));
  });

  test("loads nothing that only a server has", () => {
    expect(clients.flatMap(({ file }) => serverParts(file))).toEqual([]);
  });
});

describe("proxy.ts", () => {
  test("reaches no database", () => {
    const parts = [...reach(sources, "proxy.ts")];

    expect(parts.length).toBeGreaterThan(1);
    expect(parts.filter((part) => /^lib\/(db|portals|queue)\/|^pg$|prisma/.test(part))).toEqual([]);
  });
});

describe("processes without Next", () => {
  const entries = [...sources.keys()].filter((file) =>
    /^lib\/(worker\/main|cli\/[^/]+)\.ts$/.test(file),
  );

  test.each(entries)(
    "%s reaches no component, no server-only mark and nothing of Next",
    (entry) => {
      const parts = [...reach(sources, entry)];
      const wrong = parts.filter((part) => /\.tsx$|^server-only$|^next(\/|$)|^react/.test(part));

      expect(parts.length).toBeGreaterThan(1);
      expect(wrong).toEqual([]);
    },
  );

  test("the worker loads under plain Node", async () => {
    const script = "await import('./lib/worker/start-worker.ts'); console.log('loaded')";

    const { stdout } = await promisify(execFile)(process.execPath, [
      "--input-type=module",
      "--eval",
      script,
    ]);

    expect(stdout.trim()).toBe("loaded");
  });
});

describe("files", () => {
  test("have kebab-case names and are no drawers", () => {
    const files = globSync("{lib,app,test}/**/*.{ts,tsx}").map((file) =>
      file.replaceAll("\\", "/"),
    );
    const names = files.map((file) => ({ file, name: file.split("/").at(-1) ?? "" }));
    const isKebab = (name: string) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(name);
    const isDrawer = (name: string) => /^(utils?|helpers?|common|types|misc)\.tsx?$/.test(name);

    const wrong = names.filter(({ name }) => !isKebab(name) || isDrawer(name));

    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  test("under the doors are routes only", () => {
    const doors = all.filter(({ file }) => /^app\/(b24|api)\//.test(file));

    expect(doors.filter(({ file }) => !file.endsWith("/route.ts")).map(({ file }) => file)).toEqual(
      [],
    );
  });

  test.runIf(existsSync("README.md"))("that the README names exist", () => {
    const text = readFileSync("README.md", "utf8");
    const paths = [...text.matchAll(/`((?:lib|app|prisma|test|public)\/[^`\s*<>{}…]*)`/g)];
    const gone = paths.map(([, path = ""]) => path).filter((path) => !existsSync(path));

    expect(gone).toEqual([]);
  });
});
