import { expect, test } from "vitest";
import { toFault } from "../../../lib/steps/job/delivery/stored-fault.ts";
import { OUTSIDE_FAULTS } from "../../../lib/steps/shared.ts";
import { FORMER_FAULTS } from "../../support/former-faults.ts";

test.each(OUTSIDE_FAULTS)("the stored name %s means itself", (name) => {
  expect(toFault(name)).toBe(name);
});

test.each([...FORMER_FAULTS, ["toString", "failed"], [null, null]])(
  "the stored sentence %j means %s",
  (stored, name) => {
    expect(toFault(stored)).toBe(name);
  },
);
