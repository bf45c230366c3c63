import { describe, expect, test } from "vitest";
import { isDatabaseAway } from "../../../lib/db/database-away.ts";
import { internal, invalidInput, unavailable } from "../../../lib/errors.ts";

// As Prisma and the driver put them together; taken from a server that was really stopped.
const wrapped = (code: string, cause: Record<string, unknown>) =>
  Object.assign(new TypeError("Raw query failed."), {
    code,
    meta: { driverAdapterError: Object.assign(new TypeError("adapter"), { cause }) },
  });

describe("the database is away", () => {
  test.each([
    ["nobody listens", wrapped("P1001", { kind: "DatabaseNotReachable" })],
    ["the server closed the connection", wrapped("P2010", { kind: "ConnectionClosed" })],
    ["it shuts down", wrapped("P2010", { kind: "postgres", originalCode: "57P01" })],
    ["it starts up", wrapped("P2010", { kind: "postgres", originalCode: "57P03" })],
    ["it has no connection left", wrapped("P2010", { kind: "TooManyConnections" })],
    ["its disk is full", wrapped("P2010", { kind: "postgres", originalCode: "53100" })],
    ["it is a standby now", wrapped("P2010", { kind: "postgres", originalCode: "25006" })],
    ["a statement took too long", wrapped("P2010", { kind: "postgres", originalCode: "57014" })],
    ["the driver lost the connection", new Error("Connection terminated unexpectedly")],
    ["the socket was refused", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["the intake ran out of time", unavailable("The call could not be stored in time.")],
    ["the intake says why", unavailable("Not stored.", wrapped("P1001", {}))],
  ])("when %s", (_, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });
});

describe("the database is there", () => {
  test.each([
    ["a statement is wrong", wrapped("P2010", { kind: "ColumnNotFound", originalCode: "42703" })],
    ["a table is missing", wrapped("P2021", { kind: "TableDoesNotExist", originalCode: "42P01" })],
    ["a rule is broken", wrapped("P2002", { originalCode: "23505" })],
    [
      "the intake says that",
      unavailable("Not stored.", wrapped("P2010", { originalCode: "23514" })),
    ],
    ["the input is wrong", invalidInput("No.")],
    ["we are wrong", internal("No.", new Error("Connection terminated"))],
    ["there is a bug", new TypeError("x is not a function")],
    ["nothing is known", undefined],
  ])("when %s", (_, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});
