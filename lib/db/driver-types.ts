import pg from "pg";

const { builtins } = pg.types;
const BIGINT_ARRAY = 1016;

type Parser = (text: string) => unknown;

const toTime = (text: string) =>
  new Date(`${text.replace(" ", "T")}${/[+-]\d\d$/.test(text) ? ":00" : ""}`);
const bigintArray = pg.types.getTypeParser(BIGINT_ARRAY as never) as (text: string) => unknown[];

// What Prisma gives for them too: whoever asks need not know which of both was asked.
const PARSERS = new Map<number, Parser>([
  [builtins.INT8, BigInt],
  [builtins.TIMESTAMPTZ, toTime],
  [builtins.TIMESTAMP, (text) => toTime(`${text}+00`)],
  [builtins.DATE, (text) => new Date(text)],
  [
    BIGINT_ARRAY,
    (text) => bigintArray(text).map((item) => (item === null ? null : BigInt(String(item)))),
  ],
]);

/** How the driver reads columns of statements that are sent to it directly. */
export const DRIVER_TYPES = {
  getTypeParser: (oid: number, format?: "text" | "binary"): Parser =>
    (format === "binary" ? undefined : PARSERS.get(oid)) ??
    (pg.types.getTypeParser(oid, format as "text") as Parser),
} as pg.CustomTypesConfig;
