import { describe, expect, test } from "vitest";
import { keyName } from "../../../app/_ui/keys/match-key.ts";
import { movePlace } from "../../../app/_ui/table/move.ts";

function press(
  key: string,
  code: string,
  held: Partial<Record<"ctrlKey" | "altKey", boolean>> = {},
) {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe("a key", () => {
  test.each([
    ["j", "KeyJ", "j"],
    ["о", "KeyJ", "j"],
    ["л", "KeyK", "k"],
    ["х", "BracketLeft", "["],
    ["ъ", "BracketRight", "]"],
    ["[", "BracketLeft", "["],
    ["/", "Slash", "/"],
    [".", "Slash", "."],
    ["?", "Slash", "?"],
    ["ArrowDown", "ArrowDown", "ArrowDown"],
  ])("%s at %s means %s", (key, code, name) => {
    expect(keyName(press(key, code))).toBe(name);
  });

  test("with Ctrl means something only as Ctrl+K, in every layout", () => {
    expect(keyName(press("k", "KeyK", { ctrlKey: true }))).toBe("mod+k");
    expect(keyName(press("л", "KeyK", { ctrlKey: true }))).toBe("mod+k");
    expect(keyName(press("f", "KeyF", { ctrlKey: true }))).toBe("");
  });

  test("with Alt belongs to the browser", () => {
    expect(keyName(press("d", "KeyD", { altKey: true }))).toBe("");
  });
});

describe("moving through the table", () => {
  const size = { rows: 100, cols: 8, page: 10 };
  const place = { row: 50, col: 3 };

  test.each([
    ["j", false, { row: 51, col: 3 }],
    ["ArrowUp", false, { row: 49, col: 3 }],
    ["PageDown", false, { row: 60, col: 3 }],
    ["Home", false, { row: 50, col: 0 }],
    ["End", true, { row: 99, col: 7 }],
    ["Home", true, { row: 0, col: 0 }],
  ])("by %s (Ctrl: %s) leads to the right cell", (name, isCtrl, target) => {
    expect(movePlace({ name, isCtrl }, place, size)).toEqual(target);
  });

  test("stops at the edges", () => {
    const corner = { row: 0, col: 0 };

    expect(movePlace({ name: "k", isCtrl: false }, corner, size)).toEqual(corner);
    expect(movePlace({ name: "ArrowLeft", isCtrl: false }, corner, size)).toEqual(corner);
  });

  test("ignores other keys and an empty table", () => {
    expect(movePlace({ name: "x", isCtrl: false }, place, size)).toBeNull();
    expect(movePlace({ name: "j", isCtrl: false }, place, { ...size, rows: 0 })).toBeNull();
  });
});
