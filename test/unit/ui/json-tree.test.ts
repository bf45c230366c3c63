import { describe, expect, test } from "vitest";
import { readDescription } from "../../../app/_ui/json/exact-value.ts";
import { markParts } from "../../../app/_ui/json/mark-parts.ts";
import {
  addMissing,
  addPresent,
  copiedValue,
  pickedNode,
  presentNode,
  printPath,
} from "../../../app/_ui/json/node-terms.ts";
import { treeMove } from "../../../app/_ui/json/tree-keys.ts";
import {
  findNodes,
  foldedAtFirst,
  pathOf,
  shownNodes,
  toNodes,
  type TreeNode,
} from "../../../app/_ui/json/tree-nodes.ts";
import { parseQuery, printQuery, addTerm } from "../../../lib/filter/shared.ts";

const BIG = "12345678901234567890";

function nodesOf(description: string): TreeNode[] {
  const { tree } = readDescription(description);
  return toNodes(tree?.value);
}

function at(nodes: TreeNode[], path: string): TreeNode {
  const found = nodes.find(({ index }) => pathOf(nodes, index).join("/") === path);
  if (found === undefined) throw new Error(`There is no ${path}.`);
  return found;
}

describe("the tree of a description", () => {
  const sample = `{"user":{"id":${BIG},"rate":1.10,"ok":true,"none":null},"list":["a",{"b":2}],"":"x"}`;

  test("has its places in order, each with its level and its neighbours", () => {
    const lines = nodesOf(sample).map(
      ({ key, level, place, places, kind }) => `${level} ${key} ${kind} ${place}/${places}`,
    );

    expect(lines).toEqual([
      "1 user object 1/3",
      "2 id number 1/4",
      "2 rate number 2/4",
      "2 ok boolean 3/4",
      "2 none null 4/4",
      "1 list list 2/3",
      "2 0 string 1/2",
      "2 1 object 2/2",
      "3 b number 1/1",
      "1  string 3/3",
    ]);
  });

  test("keeps every digit of a number, also in what is copied", () => {
    const nodes = nodesOf(sample);

    expect(at(nodes, "user/id").text).toBe(BIG);
    expect(at(nodes, "user/rate").text).toBe("1.10");
    expect(copiedValue(at(nodes, "user"))).toContain(`"id": ${BIG},\n  "rate": 1.10`);
  });

  test("is there for serialized values and for what base64 hides", () => {
    const php = nodesOf('a:2:{s:2:"ID";i:5;s:4:"list";a:1:{i:0;s:1:"x";}}');
    const hidden = nodesOf(`==${btoa('{"deep":{"n":1}}')}`);

    expect(at(php, "ID").text).toBe("5");
    expect(at(php, "list/0").text).toBe("x");
    expect(at(hidden, "deep/n").text).toBe("1");
  });

  test("is not there for texts, which are read as they are", () => {
    expect(readDescription("one<br>two")).toMatchObject({
      kind: "text",
      tree: null,
      text: "one\ntwo",
    });
    expect(readDescription('s:2:"hi";')).toMatchObject({ kind: "php", tree: null, text: "hi" });
    expect(readDescription(null).kind).toBe("empty");
  });

  test("hides what is inside of folded places", () => {
    const nodes = nodesOf(sample);
    const folded = new Set([at(nodes, "user").index, at(nodes, "list").index]);

    expect(shownNodes(nodes, folded).map(({ key }) => key)).toEqual(["user", "list", ""]);
  });

  test("finds a text in keys and values in whatever case", () => {
    const nodes = nodesOf('{"Name":"Анна","x":{"other":"ANNA name"}}');

    expect(findNodes(nodes, "name").map((index) => nodes[index]?.key)).toEqual(["Name", "other"]);
    expect(findNodes(nodes, "анна")).toHaveLength(1);
    expect(findNodes(nodes, " ")).toEqual([]);
  });

  test("reads a description of a megabyte and shows its first level only", () => {
    const rows = Array.from({ length: 12_000 }, (_, id) => ({
      id,
      name: `name ${id}`,
      tags: ["a"],
    }));
    const text = JSON.stringify({ rows, total: rows.length });
    expect(text.length).toBeGreaterThan(500_000);

    const started = process.threadCpuUsage();
    const nodes = nodesOf(text);
    const shown = shownNodes(nodes, foldedAtFirst(nodes));
    const tookMs = process.threadCpuUsage(started).user / 1_000;

    expect(shown.map(({ key }) => key)).toEqual(["rows", "total"]);
    expect(nodes).toHaveLength(12_000 * 5 + 2);
    expect(tookMs).toBeLessThan(1_500);
  });
});

describe("a condition from a place of the tree", () => {
  const nodes = nodesOf('{"a b":{"c.d":5,"e":"x y"},"list":["one","two"],"big":1e3,"none":""}');

  test.each([
    ["a b/c.d", 'json."a b"."c.d":5'],
    ["a b/e", 'json."a b".e:"x y"'],
    ["list/1", "json.list:two"],
    ["big", "json.big:1000"],
  ])("asks for the value at %s", (path, query) => {
    const picked = pickedNode(nodes, at(nodes, path));

    expect(picked).not.toBeNull();
    expect(picked && printQuery(addTerm(null, picked))).toBe(query);
    expect(parseQuery(query).ok).toBe(true);
  });

  test("is not offered where nothing can be compared", () => {
    expect(pickedNode(nodes, at(nodes, "list"))).toBeNull();
    expect(pickedNode(nodes, at(nodes, "none"))).toBeNull();
  });

  test("asks for entries that have the place, or have it not, beside what was asked before", () => {
    const present = presentNode(nodes, at(nodes, "a b/e"));
    const before = parseQuery("office");
    if (present === null || !before.ok) throw new Error("The sample is wrong.");

    expect(addPresent(before.query, present)).toBe('office json."a b".e:*');
    expect(addMissing(null, present)).toBe('-json."a b".e:*');
  });

  test("has a path to copy", () => {
    expect(printPath(["a b", "c.d", "0"])).toBe('"a b"."c.d".0');
  });
});

describe("keys in the tree", () => {
  const nodes = nodesOf('{"a":{"b":1,"c":2},"d":3}');
  const move = (name: string, active: number, folded: number[] = []) =>
    treeMove(name, { shown: shownNodes(nodes, new Set(folded)), folded: new Set(folded), active });

  test("go up and down, into a place and out of it", () => {
    expect(move("ArrowDown", 0)).toEqual({ kind: "go", index: 1 });
    expect(move("ArrowDown", 0, [0])).toEqual({ kind: "go", index: 3 });
    expect(move("ArrowUp", 0)).toEqual({ kind: "go", index: 0 });
    expect(move("End", 0)).toEqual({ kind: "go", index: 3 });
    expect(move("ArrowRight", 0)).toEqual({ kind: "go", index: 1 });
    expect(move("ArrowLeft", 2)).toEqual({ kind: "go", index: 0 });
  });

  test("fold and unfold", () => {
    expect(move("ArrowLeft", 0)).toEqual({ kind: "fold", index: 0, isFolded: true });
    expect(move("ArrowRight", 0, [0])).toEqual({ kind: "fold", index: 0, isFolded: false });
    expect(move("Enter", 0)).toEqual({ kind: "fold", index: 0, isFolded: true });
  });

  test("open the menu, and leave all others to the page", () => {
    expect(move("m", 3)).toEqual({ kind: "menu", index: 3 });
    expect(move("Enter", 3)).toEqual({ kind: "menu", index: 3 });
    expect(move("Escape", 3)).toBeNull();
    expect(move("]", 3)).toBeNull();
  });
});

test("matches are cut out of a text without changing it", () => {
  const parts = markParts("One one ONE", "one");

  expect(parts.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(["One", "one", "ONE"]);
  expect(parts.map(({ text }) => text).join("")).toBe("One one ONE");
  expect(markParts("text", "")).toEqual([{ text: "text", isHit: false }]);
});
