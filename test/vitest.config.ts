import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { MixedSequencer } from "./support/mixed-sequencer.ts";

const root = join(import.meta.dirname, "..");

interface Suite {
  name: string;
  include: string[];
  /** A limit for what hangs; a slow and busy machine stays below it. */
  seconds: number;
  /** Suites of one group run together: those that start whole installations do so once the others are done. */
  group: number;
}

const suites: Suite[] = [
  { name: "unit", include: ["unit/**/*.test.{ts,tsx}", "*.test.ts"], seconds: 60, group: 0 },
  { name: "db", include: ["db/**/*.test.ts"], seconds: 180, group: 0 },
  { name: "routes", include: ["routes/**/*.test.ts"], seconds: 180, group: 0 },
  { name: "faults", include: ["faults/**/*.test.ts"], seconds: 300, group: 1 },
  { name: "browser", include: ["browser/**/*.test.ts"], seconds: 300, group: 1 },
];

const env = {
  NODE_ENV: "test" as const,
  APP_URL: "http://127.0.0.1:3000",
  APP_SECRETS: `k1:${Buffer.alloc(32, "test").toString("base64")}`,
  B24_CLIENT_ID: "app.test0000000000.00000000",
  B24_CLIENT_SECRET: "test-secret",
  B24_ALLOW_PRIVATE_HOSTS: "true",
  JOB_ALLOW_HOSTS: "127.0.0.1",
  DATA_DIR: join(tmpdir(), `logbook-test-${process.pid}`),
  LOG_LEVEL: "error",
};

function project({ name, include, seconds, group }: Suite): TestProjectInlineConfiguration {
  return {
    root,
    test: {
      name,
      include: include.map((pattern) => `test/${pattern}`),
      env,
      testTimeout: seconds * 1_000,
      hookTimeout: Math.max(seconds, 180) * 1_000,
      expect: { poll: { timeout: 45_000, interval: 30 } },
      setupFiles: name === "unit" ? [] : [join(import.meta.dirname, "support/auth-port.ts")],
      globalSetup: name === "unit" ? [] : [join(import.meta.dirname, "support/database-setup.ts")],
      maxWorkers: 2,
      // Pure code keeps no state that another file could meet: its modules are loaded once a worker.
      isolate: name !== "unit",
      sequence: { groupOrder: group },
    },
  };
}

export default defineConfig({
  root,
  test: {
    projects: suites.map(project),
    maxWorkers: 2,
    passWithNoTests: true,
    sequence: { sequencer: MixedSequencer },
  },
});
