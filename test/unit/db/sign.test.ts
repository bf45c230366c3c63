import { describe, expect, test } from "vitest";
import { isSignedWith, signWith } from "../../../lib/db/sign.ts";

const key = (id: string) => ({ id, key: Buffer.alloc(32, id) });
const ring = [key("k2"), key("k1")];

describe("a signature", () => {
  test("is accepted for the same text and purpose, by every key of the ring", () => {
    const input = { text: "a text", purpose: "cursor" };
    const old = signWith([key("k1")], input);

    expect(signWith(ring, input)).toMatch(/^k2\.[\w-]{24}$/);
    expect(signWith(ring, input)).toBe(signWith(ring, input));
    expect(isSignedWith(ring, { ...input, proof: signWith(ring, input) })).toBe(true);
    expect(isSignedWith(ring, { ...input, proof: old })).toBe(true);
  });

  test("is refused for anything else", () => {
    const input = { text: "a text", purpose: "cursor" };
    const proof = signWith(ring, input);
    const isFine = (change: object) => isSignedWith(ring, { ...input, proof, ...change });

    expect(isFine({ text: "a text " })).toBe(false);
    expect(isFine({ purpose: "cursora", text: " text" })).toBe(false);
    expect(isFine({ purpose: "link" })).toBe(false);
    expect(isFine({ proof: `${proof}A` })).toBe(false);
    expect(isFine({ proof: proof.replace("k2", "k1") })).toBe(false);
    expect(isFine({ proof: proof.replace("k2", "k3") })).toBe(false);
    expect(isFine({ proof: `${proof}.x` })).toBe(false);
    expect(isFine({ proof: "" })).toBe(false);
  });
});
