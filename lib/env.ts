import { existsSync } from "node:fs";
import { z } from "zod";
import { configInvalid } from "./errors.ts";

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const origin = z
  .string()
  .trim()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    message: "must be an http or https address",
  })
  .transform((value) => new URL(value).origin);

const originList = z
  .string()
  .transform((value) => value.split(",").filter((part) => part.trim() !== ""))
  .pipe(z.array(origin).min(1));

const secretRing = z
  .string()
  .transform((value) => value.split(",").map((part) => part.trim().split(":")))
  .pipe(
    z
      .array(
        z.tuple([
          z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, "the id before the colon is not valid"),
          z
            .string()
            .refine((key) => Buffer.from(key, "base64").length === 32, "a key must be 32 bytes"),
        ]),
      )
      .min(1),
  )
  .transform((pairs) => pairs.map(([id, key]) => ({ id, key: Buffer.from(key, "base64") })));

const faultPoint = z
  .string()
  .regex(/^[a-z-]+:(kill|pause=\d{1,6})$/, "must be point:kill or point:pause=milliseconds")
  .transform((value) => {
    const [point = "", action = ""] = value.split(":");
    return { point, action: action.split("=")[0], pauseMs: Number(action.split("=")[1] ?? 0) };
  });

const hostList = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== ""),
);

const Env = z
  .object({
    NODE_ENV: z.enum(["production", "development", "test"]).default("development"),
    HOST: z.string().min(1).default("127.0.0.1"),
    PORT: wholeNumber(1, 65_535).default(3000),
    APP_URL: origin.optional(),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, "must be a postgresql:// address")
      .optional(),
    DATA_DIR: z.string().min(1).default(".data"),
    B24_CLIENT_ID: z.string().min(1).default("local.unset"),
    B24_CLIENT_SECRET: z.string().min(1).default("unset"),
    B24_AUTH_HOSTS: originList.default([
      "https://oauth.bitrix.info",
      "https://oauth.bitrix24.tech",
    ]),
    B24_ALLOW_PRIVATE_HOSTS: flag.default(false),
    APP_SECRETS: secretRing.optional(),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
    TRUST_PROXY: wholeNumber(0, 10).default(0),
    METRICS_TOKEN: z.string().min(16).optional(),
    REST_LOG_DAYS: wholeNumber(3, 90).default(3),
    RUN_KEEP_DAYS: wholeNumber(7, 3650).default(90),
    CLEAN_GRACE_HOURS: wholeNumber(0, 720).default(24),
    JOB_ALLOW_HOSTS: hostList.default([]),
    FAULT_POINT: faultPoint.optional(),
    /** Which build of the pages is served; set by the start script. */
    BUILD_ID: z.string().optional(),
    CI: z.string().optional(),
  })
  .transform((value) => ({
    ...value,
    APP_URL: value.APP_URL ?? `http://127.0.0.1:${value.PORT}`,
  }));

export type Env = z.output<typeof Env>;

/** Parses an environment; throws one `config_invalid` that names every bad variable and no value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = Env.safeParse(filled);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (fault) => `${String(fault.path[0] ?? "environment")}: ${fault.message}`,
  );
  throw configInvalid(`The environment is not usable:\n  ${[...new Set(faults)].join("\n  ")}`);
}

export function parseSecrets(text: string): { id: string; key: Buffer }[] {
  const parsed = secretRing.safeParse(text);
  if (parsed.success) return parsed.data;
  throw configInvalid("The stored application secrets are not usable.");
}

let cached: Env | undefined;

/** The process's environment, with what a `.env` file in the working folder adds to it. */
export function env(): Env {
  if (cached === undefined) {
    if (process.env["NODE_ENV"] !== "test" && existsSync(".env")) process.loadEnvFile(".env");
    cached = parseEnv(process.env);
  }
  return cached;
}

/** True while Next loads our modules to build the pages: nothing may start working then. */
export function isBuilding(): boolean {
  return process.env["NEXT_PHASE"] === "phase-production-build";
}

/** What a child process inherits: the machine's variables and what the caller adds. */
export function childEnv(extra: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra };
}
