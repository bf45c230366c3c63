import { expect, test } from "vitest";
import { makeRowWriter, type Db } from "../../../lib/db/index.ts";
import { unavailable } from "../../../lib/errors.ts";

class BadRow extends Error {
  code = "22P02";
}

const db = { $connect: () => undefined } as unknown as Db;

test("rows that were written one by one are not written again after an outage, and the others are", async () => {
  let isAway = false;
  const written: string[] = [];
  const writer = makeRowWriter<string>({
    name: "test-rows",
    maxWaiting: 100,
    insert: async (_db, rows) => {
      if (isAway) throw unavailable("The database is away.");
      if (rows.includes("bad")) throw await Promise.resolve(new BadRow());
      written.push(...rows);
      isAway = rows.includes("last before the outage");
      return rows.length;
    },
    mend: async () => Promise.resolve(),
    tally: () => undefined,
    describe: (row) => ({ row }),
  });
  for (const row of ["a", "bad", "last before the outage", "b", "c"]) writer.keep(db, row);

  const during = await writer.flush();
  isAway = false;
  const after = await writer.flush();

  expect(during).toMatchObject({ written: 2, refused: 1, waiting: 2 });
  expect(after).toMatchObject({ written: 4, refused: 1, dropped: 0, waiting: 0 });
  expect(written).toEqual(["a", "last before the outage", "b", "c"]);
});
