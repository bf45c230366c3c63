import pg from "pg";

const { builtins } = pg.types;
const BIGINT_ARRAY = 1016;

type Parser = (text: string) => unknown;

const toTime: Parser = (text) =>
  new Date(`${text.replace(" ", "T")}${/[+-]\d\d$/.test(text) ? ":00" : ""}`);

const toBigints: Parser = (text) =>
  text === "{}"
    ? []
    : text
        .slice(1, -1)
        .split(",")
        .map((item) => (item === "NULL" ? null : BigInt(item)));

// What Prisma gives for them too: whoever asks need not know which of both was asked.
const PARSERS = new Map<number, Parser>([
  [builtins.INT8, BigInt],
  [builtins.TIMESTAMPTZ, toTime],
  [builtins.TIMESTAMP, (text) => toTime(`${text}+00`)],
  [builtins.DATE, (text) => new Date(text)],
  [BIGINT_ARRAY, toBigints],
]);

/** How the driver reads columns of statements that are sent to it directly. */
export const DRIVER_TYPES: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    (format === "binary" ? undefined : PARSERS.get(id)) ??
    (pg.types.getTypeParser(id, format) as Parser),
};
