import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const markFile = join(root, ".next", "logbook-sources");
const SOURCES = [
  "app/**/*.{ts,tsx,css,json,cjs}",
  "lib/**/*.ts",
  "public/**/*.svg",
  "prisma/schema.prisma",
  "{package,package-lock,tsconfig}.json",
  "{next.config.js,proxy.ts}",
];

/** Makes the production build unless the one that stands was made from these very sources. */
export async function ensureBuild(say: (line: string) => void): Promise<void> {
  const mark = hashSources();
  if (existsSync(markFile) && readFileSync(markFile, "utf8") === mark) return;
  say("building the pages (about half a minute)");
  const startedAt = performance.now();
  const output: string[] = [];
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.platform === "win32" ? "npm.cmd" : "npm", ["run", "build"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
      env: {
        ...process.env,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        LOGBOOK_TYPES_CHECKED: "1",
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));
    }
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`The build failed:\n${output.join("")}`);
  writeFileSync(markFile, mark);
  say(`built in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}

function hashSources(): string {
  const hash = createHash("sha256");
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  for (const file of files) {
    const path = join(root, file);
    // Folders may be called like files: a door's name is its address.
    if (!statSync(path).isFile()) continue;
    hash.update(file).update(readFileSync(path));
  }
  return hash.digest("hex");
}
