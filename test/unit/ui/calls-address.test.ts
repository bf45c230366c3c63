import { describe, expect, test } from "vitest";
import {
  hasCallFilter,
  parseCallsAddress,
  printCallsAddress,
} from "../../../app/(frame)/p/[portalKey]/calls/_ui/calls-address.ts";

const run = "0190f5c4-7a3b-7cc1-9a51-2f0d6d1f3a10";

describe("the address of the calls page", () => {
  test("says the whole state and reads it back", () => {
    const text = `method=rest%2Fapp.info&outcome=error&code=QUERY_LIMIT_EXCEEDED&run=${run}&call=12`;

    const address = parseCallsAddress(new URLSearchParams(text));

    expect(address).toEqual({
      method: "rest/app.info",
      outcome: "error",
      code: "QUERY_LIMIT_EXCEEDED",
      run,
      call: "12",
    });
    expect(printCallsAddress(address).toString()).toBe(text);
  });

  test("leaves out what cannot be a value", () => {
    const damaged = new URLSearchParams("method=a b&outcome=maybe&code=<b>&run=1&call=x");

    const address = parseCallsAddress(damaged);

    expect(hasCallFilter(address)).toBe(false);
    expect(address.call).toBeNull();
    expect(printCallsAddress(address).toString()).toBe("");
  });

  test("an open call is no filter", () => {
    expect(hasCallFilter(parseCallsAddress(new URLSearchParams("call=5")))).toBe(false);
  });
});
