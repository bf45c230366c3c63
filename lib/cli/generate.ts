import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { childEnv } from "../env.ts";

// Generating the client needs no engine, but the command line looks for one unless it is named.
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
const done = spawnSync(
  process.execPath,
  [prisma, "generate", "--config", "prisma/prisma.config.ts"],
  {
    stdio: ["ignore", "ignore", "inherit"],
    env: childEnv({ PRISMA_SCHEMA_ENGINE_BINARY: prisma, PRISMA_HIDE_UPDATE_MESSAGE: "1" }),
  },
);
process.exitCode = done.status ?? 1;
