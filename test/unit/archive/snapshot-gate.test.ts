import { describe, expect, test } from "vitest";
import { isBusy, openGate } from "../../../lib/archive/search/snapshot-gate.ts";

const PATIENCE_MS = 60_000;
const [LOUD, QUIET] = [1n, 2n];

/** Comes in when there is a place, and stays until it is told to leave. */
function openVisits(limits: { total: number; perPortal: number }) {
  const gate = openGate(limits);
  const inside: { name: string; leave: () => void }[] = [];
  const come = (portalId: bigint, name: string) =>
    gate.enter(portalId, PATIENCE_MS).then((leave) => inside.push({ name, leave }));
  const names = () => inside.map(({ name }) => name);
  return { gate, come, names, leave: () => inside.shift()?.leave() };
}

describe("the gate of searches", () => {
  test("lets in only so many of one portal, and leaves places for another", async () => {
    const { come, names } = openVisits({ total: 3, perPortal: 2 });

    void come(LOUD, "a");
    void come(LOUD, "b");
    void come(LOUD, "c");
    void come(QUIET, "q");

    await expect.poll(names).toEqual(["a", "b", "q"]);
  });

  test("lets those who wait in by portals in turn", async () => {
    const { come, names, leave } = openVisits({ total: 1, perPortal: 1 });
    for (const name of ["a", "b", "c"]) void come(LOUD, name);
    void come(QUIET, "q");
    await expect.poll(names).toEqual(["a"]);

    leave();
    await expect.poll(names).toEqual(["b"]);
    leave();
    await expect.poll(names).toEqual(["q"]);
    leave();
    await expect.poll(names).toEqual(["c"]);
  });

  test("sends away who waited too long, and keeps no place for him", async () => {
    const { gate } = openVisits({ total: 1, perPortal: 1 });
    const leave = await gate.enter(LOUD, PATIENCE_MS);

    const refused = await gate.enter(LOUD, 1).catch((error: unknown) => error);
    leave();
    leave();
    const again = await gate.enter(LOUD, 1);

    expect(isBusy(refused)).toBe(true);
    expect(refused).toMatchObject({ code: "unavailable", retryAfterMs: 5_000 });
    await expect(gate.enter(QUIET, 1)).rejects.toMatchObject({ code: "unavailable" });
    again();
  });
});
