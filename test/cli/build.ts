import { ensureBuild } from "../support/build.ts";

// The production build that browser tests, demo and pictures work with; nothing is done when it is up to date.
await ensureBuild((line) => process.stdout.write(`${line}\n`));
