import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { chromium, type Browser } from "playwright-core";
import { hasMemoryDisk, makeTempDir } from "./temp-dir.ts";

const INSTALLED = [
  process.env["CHROMIUM_PATH"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The machine's own Chromium; where there is none (Linux only), the one that comes as a package. */
export async function launchBrowser(): Promise<Browser> {
  const installed = INSTALLED.find((path) => path !== "" && existsSync(path));
  // The sandbox refuses root, which is who containers run as.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  // Small machines keep what its processes share on disk, where each picture of a page makes files.
  const ignoreDefaultArgs = hasMemoryDisk() ? ["--disable-dev-shm-usage"] : [];
  const options = { args, ignoreDefaultArgs };
  if (installed !== undefined) return chromium.launch({ ...options, executablePath: installed });
  const dir = unpackBundled();
  const executablePath = join(dir, "chromium");
  // Its own fonts: pages look the same on every machine, and on one without any.
  const env: Record<string, string> = { FONTCONFIG_PATH: join(dir, "fonts") };
  try {
    return await chromium.launch({ ...options, executablePath, env: { ...process.env, ...env } });
  } catch (error) {
    if (!String(error).includes("shared libraries")) throw error;
    env["LD_LIBRARY_PATH"] = join(dir, "lib");
    return chromium.launch({ ...options, executablePath, env: { ...process.env, ...env } });
  }
}

const PACKAGE = "@sparticuz/chromium";

/** Its folder, there as a whole or not at all: where several processes unpack it at once, the first one's stays. */
function unpackBundled(): string {
  const home = join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), "../..");
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    version: string;
  };
  const dir = join(tmpdir(), `logbook-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(join(dir, "chromium"))) return dir;
  const draft = makeTempDir("logbook-chromium-draft-");
  try {
    unpackInto(draft, home);
    const fonts = join(draft, "fonts", "fonts.conf");
    writeFileSync(fonts, readFileSync(fonts, "utf8").replaceAll("/tmp/fonts", join(dir, "fonts")));
    renameSync(draft, dir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(dir, "chromium"))) throw error;
  }
  return dir;
}

function unpackInto(draft: string, home: string): void {
  // The package knows one place only, the folder of temporary files: a process of its own has another one.
  const program = `import bundled from "${PACKAGE}"; await bundled.executablePath();`;
  const unpacked = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: home,
    env: { ...process.env, TMPDIR: draft },
  });
  requireDone("Chromium", unpacked);
  // Bare images lack a few libraries of Chromium; the package carries them beside it.
  const libraries = brotliDecompressSync(readFileSync(join(home, "bin", "al2023.tar.br")));
  const tar = spawnSync("tar", ["-x", "-C", draft], { input: libraries });
  requireDone("Chromium's libraries", tar);
}

function requireDone(what: string, { status, error, stderr }: SpawnSyncReturns<Buffer>): void {
  if (status !== 0) throw error ?? new Error(`${what} could not be unpacked: ${String(stderr)}`);
}
