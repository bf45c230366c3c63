import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import bundled from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";
import { hasMemoryDisk } from "./temp-dir.ts";

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
  const executablePath = await bundled.executablePath();
  // Its own fonts: pages look the same on every machine, and on one without any.
  const env: Record<string, string> = { FONTCONFIG_PATH: join(tmpdir(), "fonts") };
  try {
    return await chromium.launch({ ...options, executablePath, env: { ...process.env, ...env } });
  } catch (error) {
    if (!String(error).includes("shared libraries")) throw error;
    env["LD_LIBRARY_PATH"] = await unpackLibraries();
    return chromium.launch({ ...options, executablePath, env: { ...process.env, ...env } });
  }
}

/** Bare images lack a few libraries of Chromium; the package carries them beside it. */
async function unpackLibraries(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const archive = join(dirname(entry), "../../bin/al2023.tar.br");
  const target = join(tmpdir(), "logbook-chromium-libraries");
  mkdirSync(target, { recursive: true });
  const tar = spawn("tar", ["-x", "-C", target], { stdio: ["pipe", "ignore", "inherit"] });
  const ended = new Promise<number | null>((resolve) => tar.once("exit", resolve));
  await pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin);
  if ((await ended) !== 0) throw new Error("The libraries of Chromium could not be unpacked.");
  return join(target, "lib");
}
