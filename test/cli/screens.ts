import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sample, sampleCount } from "../portal/eventlog/row-source.ts";
import { startBed } from "../support/browser-bed.ts";
import { until } from "../support/until.ts";
import { SCENES, type Scene, type Stage } from "./screens-scenes.ts";

const root = join(import.meta.dirname, "../..");
const target = join(root, "test/screens");

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

interface Look {
  lang: "en" | "ru";
  theme: "light" | "dark";
  size: { width: number; height: number };
}

const LOOKS: Record<string, Look> = {
  "en-light": { lang: "en", theme: "light", size: WIDE },
  "ru-light": { lang: "ru", theme: "light", size: WIDE },
  "en-dark": { lang: "en", theme: "dark", size: WIDE },
  "ru-dark": { lang: "ru", theme: "dark", size: WIDE },
  "en-narrow": { lang: "en", theme: "light", size: NARROW },
  "ru-narrow": { lang: "ru", theme: "light", size: NARROW },
};

/** Pictures of every page and state. `--only log` takes part of them, `--readme` the one of the README. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: "string" }, look: { type: "string" }, readme: { type: "boolean" } },
  });
  const bed = await startBed({
    portals: [
      { edition: "enterprise", entries: 1_500, title: "Example company" },
      { edition: "enterprise", entries: 0, title: "Quiet company" },
    ],
  });
  const [portal, quiet] = bed.cloud.portals;
  if (portal === undefined || quiet === undefined) throw new Error("The portals are missing.");
  const stage: Stage = { ...bed, portal, quiet };
  try {
    quiet.settings.logsRestUse = false;
    quiet.eventLog.rows.length = 0;
    if (values.readme === true) {
      addVariety(stage);
      const file = join(root, "public/screenshot-log.png");
      await shoot(stage, { scene: SCENES["log"], look: LOOKS["en-light"], file });
      return;
    }
    await fillRuns(stage);
    mkdirSync(target, { recursive: true });
    if (values.only === undefined && values.look === undefined) {
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target, { recursive: true });
    }
    for (const [name, look] of Object.entries(LOOKS)) {
      if (values.look !== undefined && name !== values.look) continue;
      for (const [title, scene] of Object.entries(SCENES)) {
        if (
          values.only !== undefined &&
          !values.only.split(",").some((one) => title.startsWith(one))
        )
          continue;
        if (look.size === NARROW && scene.isWideOnly === true) continue;
        await shoot(stage, { scene, look, file: join(target, `${title}-${name}.png`) });
      }
    }
  } finally {
    await bed.stop();
  }
}

async function shoot(
  stage: Stage,
  input: { scene: Scene | undefined; look: Look | undefined; file: string },
): Promise<void> {
  const { scene, look, file } = input;
  if (scene === undefined || look === undefined) throw new Error(`There is nothing for ${file}.`);
  const { userId = 1, portal = "portal" } = scene;
  const person = await stage.visitor({ ...look, userId, portal: stage[portal] });
  try {
    await scene.act({ ...person, stage, isNarrow: look.size === NARROW, lang: look.lang });
    await person.page.mouse.move(0, 0);
    await person.page.screenshot({ path: file, animations: "disabled", caret: "hide" });
    process.stdout.write(`${file}\n`);
  } catch (error) {
    await person.page.screenshot({ path: file.replace(".png", "-failed.png") });
    process.stderr.write(`no picture ${file}: ${String(error)}\n`);
    process.exitCode = 1;
  } finally {
    stage.cloud.faults.clear();
    await person.close();
  }
}

/** The newest entries of every kind the portal's samples have, a few minutes apart. */
function addVariety({ portal }: Stage): void {
  portal.settings.logsRestUse = false;
  const now = portal.cloud.clock.seconds();
  const rows = Array.from({ length: sampleCount }, (_, index) => ({
    ...sample(index),
    at: now - (sampleCount - index) * 171,
  }));
  portal.eventLog.appendRows(rows);
}

/** Runs that found something, nothing, and one that was called wrongly. */
async function fillRuns({ portal }: Stage): Promise<void> {
  const start = async (properties: Record<string, string | string[]>) =>
    portal.startWorkflow({ code: "logbook_search", properties, timeoutSeconds: 600 });
  const runs = [
    await start({ period: "week", event_types: ["USER_LOGIN"], limit: "5" }),
    await start({ period: "custom" }),
    await start({ period: "day", severities: ["SECURITY", "WARNING"] }),
  ];
  for (const { id } of runs) {
    await until(() => portal.workflow(id)?.state === "completed", { timeoutMs: 30_000 });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
