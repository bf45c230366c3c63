import { describe, expect, test } from "vitest";
import { formatRows } from "../../../app/(frame)/p/[portalKey]/log/_ui/copy-format.ts";

const columns = [
  { title: "Who", text: ({ who }: { who: string }) => who },
  { title: "What", text: ({ what }: { who: string; what: string }) => what },
];
const make = (who: string, what: string) => ({ who, what });
const as = (format: "text" | "json" | "markdown" | "csv", rows = [make("Ann", "a, b")]) =>
  formatRows(format, { rows, columns });

describe("a copy of rows", () => {
  test("as text has a line a row, with tabs between the columns", () => {
    expect(as("text", [make("Ann", "one\ntwo"), make("Bob", "x")])).toBe("Ann\tone two\nBob\tx");
  });

  test("as JSON holds the entries whole", () => {
    expect(JSON.parse(as("json"))).toEqual([{ who: "Ann", what: "a, b" }]);
  });

  test("as Markdown is a table whose cells cannot break it", () => {
    expect(as("markdown", [make("A|B", "<b>\nx")])).toBe(
      "| Who | What |\n| --- | --- |\n| A\\|B | \\<b> x |",
    );
  });

  test("as CSV quotes what has to be quoted", () => {
    expect(as("csv", [make('say "hi"', "a, b")])).toBe('Who,What\r\n"say ""hi""","a, b"');
  });

  test.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])(
    "as CSV does not let a spreadsheet take %j for a formula",
    (text) => {
      const cell = as("csv", [make("Ann", text)]).split("Ann,")[1] ?? "";
      expect(cell.replaceAll('"', "")).toBe(`'${text}`);
    },
  );
});
