import { expect, test } from "vitest";
import { toFault } from "../../../lib/steps/job/delivery/stored-fault.ts";
import { OUTSIDE_FAULTS } from "../../../lib/steps/shared.ts";

test.each(OUTSIDE_FAULTS)("the stored name %s means itself", (name) => {
  expect(toFault(name)).toBe(name);
});

test.each([
  ["its address is not one of the public internet", "address_refused"],
  ["the connection was refused", "connection_refused"],
  ["its name is not known", "name_unknown"],
  ["its name could not be looked up", "lookup_failed"],
  ["no connection within 5 seconds", "no_connection"],
  ["the connection was reset", "reset"],
  ["the connection was closed without an answer", "closed"],
  ["no answer within 15 seconds", "no_answer"],
  ["the attempt was ended", "ended"],
  ["the request failed (EPROTO)", "failed"],
  ["toString", "failed"],
  [null, null],
])("the stored sentence %j means %s", (stored, name) => {
  expect(toFault(stored)).toBe(name);
});
