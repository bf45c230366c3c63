import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isAppError } from "../../../lib/errors.ts";
import { equalSecret, hashSecret, seal, sealWith } from "../../../lib/db/seal.ts";
import { unseal, unsealWith } from "../../../lib/db/seal.ts";

const oldKey = { id: "k1", key: randomBytes(32) };
const newKey = { id: "k2", key: randomBytes(32) };

describe("seal", () => {
  test("what was sealed for a purpose opens for it", () => {
    const sealed = seal("sehr geheim, тайна", "access-token");

    expect(unseal(sealed, "access-token")).toBe("sehr geheim, тайна");
    expect(sealed).toMatch(/^v1\.k1\.[A-Za-z0-9_-]+$/);
    expect(sealed).not.toContain("geheim");
  });

  test("an empty text is sealed too", () => {
    expect(unseal(seal("", "access-token"), "access-token")).toBe("");
  });

  test("the same text never gives the same seal twice", () => {
    expect(seal("text", "access-token")).not.toBe(seal("text", "access-token"));
  });

  test("another purpose does not open it", () => {
    const sealed = seal("secret", "access-token");

    expect(() => unseal(sealed, "refresh-token")).toThrow("another purpose");
  });

  test("a changed byte anywhere is noticed", () => {
    const [version, id, packed = ""] = seal("secret", "access-token").split(".");
    const bytes = Buffer.from(packed, "base64url");

    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const sealed = [version, id, changed.toString("base64url")].join(".");
      expect(() => unseal(sealed, "access-token")).toThrow("does not open");
    }
  });

  test.each(["", "v1", "v1.k1", "v1.k1.AAAA", "v2.k1.AAAA", "v1.k1.AAAA.AAAA", "v1.other.AAAA"])(
    "the malformed value %j is refused with an error of ours",
    (sealed) => {
      let thrown: unknown;
      try {
        unseal(sealed, "access-token");
      } catch (error) {
        thrown = error;
      }

      expect(isAppError(thrown, "internal")).toBe(true);
    },
  );
});

describe("a rotated ring", () => {
  const input = { plain: "secret", purpose: "access-token" };

  test("seals with its first key and still opens what the old one sealed", () => {
    const before = sealWith([oldKey], input);
    const after = sealWith([newKey, oldKey], input);

    expect(before).toMatch(/^v1\.k1\./);
    expect(after).toMatch(/^v1\.k2\./);
    for (const sealed of [before, after]) {
      const opened = unsealWith([newKey, oldKey], { sealed, purpose: "access-token" });
      expect(opened).toBe("secret");
    }
  });

  test("no longer opens what a removed key sealed, and says so", () => {
    const sealed = sealWith([oldKey], input);

    expect(() => unsealWith([newKey], { sealed, purpose: "access-token" })).toThrow("APP_SECRETS");
  });

  test("does not open with a new key under an old name", () => {
    const sealed = sealWith([oldKey], input);
    const renamed = [{ id: "k1", key: newKey.key }];

    expect(() => unsealWith(renamed, { sealed, purpose: "access-token" })).toThrow("does not open");
  });
});

describe("secrets that are only compared", () => {
  test("are equal when their hashes are", () => {
    expect(equalSecret(hashSecret("one"), hashSecret("one"))).toBe(true);
    expect(equalSecret(hashSecret("one"), hashSecret("two"))).toBe(false);
    expect(hashSecret("one")).toHaveLength(32);
  });

  test("of unequal length are unequal, without an error", () => {
    expect(equalSecret(Buffer.from("a"), Buffer.from("ab"))).toBe(false);
  });
});
