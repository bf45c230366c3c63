import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMPTY_FILE, openEncoder } from "../../../lib/exports/format/encoder.ts";
import { ExportRequest, type ExportInput } from "../../../lib/exports/schemas.ts";
import { openClock } from "../../../lib/exports/zone-clock.ts";
import { queryWords } from "../../../lib/exports/query-words.ts";
import { makeEntry } from "../ui/make-entry.ts";
import { readZip } from "./read-zip.ts";

type Entry = ReturnType<typeof makeEntry>;

function write(input: ExportInput, pages: Entry[][]): Buffer {
  const encoder = openEncoder(ExportRequest.parse(input));
  let { bytes, state } = encoder.begin(EMPTY_FILE);
  const all = [bytes];
  for (const page of pages) {
    // As after a crash: another encoder goes on with what the first left.
    ({ bytes, state } = openEncoder(ExportRequest.parse(input)).add(state, page));
    all.push(bytes);
  }
  ({ bytes, state } = encoder.end(state));
  const file = Buffer.concat([...all, bytes]);
  expect(state.bytes).toBe(file.length);
  return file;
}

const texts = ["=1+1", "+7", "-1", "@a", "\tx", "\rx", 'say "hi", there', "Привет 🙂", "a\nb"];
const rows = texts.map((description, place) => makeEntry(String(place), { description }));

describe("CSV", () => {
  test("begins with a mark, names its columns and disarms what a spreadsheet would calculate", () => {
    const columns = ["description"] as const;
    const file = write({ format: "csv", columns: [...columns] }, [rows.slice(0, 4), rows.slice(4)]);

    const text = file.toString("utf8");
    expect(text.startsWith("\uFEFFDescription\r\n")).toBe(true);
    for (const sign of ["=1+1", "+7", "-1", "@a", "\tx"]) expect(text).toContain(`\r\n'${sign}`);
    expect(text).toContain(`"'\rx"`);
    expect(text).toContain('"say ""hi"", there"\r\nПривет 🙂\r\n"a\nb"');
  });

  test("has no cell that a spreadsheet would calculate, at whatever sign it divides lines", () => {
    const sign = fc.constantFrom(...Array.from("=+-@＝＋－＠,;\t\r\n\"' a"));
    const delimiters = ["comma", "semicolon", "tab"] as const;
    const text = fc.string({ unit: sign, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text), fc.constantFrom(...delimiters), (descriptions, delimiter) => {
        const page = descriptions.map((description) => makeEntry("1", { description }));
        const columns: ["description", "type"] = ["description", "type"];

        const file = write({ format: "csv", columns, delimiter }, [page]).toString("utf8");

        expect(file).not.toMatch(/(?:^|[,;\t\r\n])"*[=+\-@＝＋－＠]/);
      }),
    );
    const agent = "Mozilla;=cmd|'/C calc'!A0;y";
    const file = write({ format: "csv", columns: ["agent"] }, [
      [makeEntry("1", { userAgent: agent })],
    ]);
    expect(file.toString("utf8")).toContain("Mozilla;'=cmd|'/C calc'!A0;y");
  });

  test("is divided as it was asked for", () => {
    const file = write({ format: "csv", columns: ["id", "type"], delimiter: "semicolon" }, [rows]);

    expect(file.toString("utf8")).toContain("Number;Event code\r\n");
  });
});

describe("JSON", () => {
  test("is one array, also when it is empty", () => {
    const read = (pages: Entry[][]) =>
      JSON.parse(write({ format: "json", columns: ["id", "description"] }, pages).toString()) as {
        description: string;
      }[];

    expect(read([])).toEqual([]);
    expect(read([rows.slice(0, 2), rows.slice(2)]).map((row) => row.description)).toEqual(texts);
  });

  test("of lines has one object a line", () => {
    const file = write({ format: "ndjson", columns: ["description"] }, [rows]).toString();

    const lines = file.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { description: string }).description)).toEqual(
      texts,
    );
  });
});

describe("XLSX", () => {
  test("is a workbook that an unpacker takes, with every text as it was", () => {
    const more = makeEntry("99", { description: `<&>\u0001\uD800${"z".repeat(40_000)}` });
    const file = write({ format: "xlsx", columns: ["description", "id"] }, [rows, [more]]);

    const files = readZip(file);
    const sheet = files.get("xl/worksheets/sheet1.xml") ?? "";
    expect([...files.keys()]).toContain("[Content_Types].xml");
    expect(sheet.match(/<row /g)).toHaveLength(rows.length + 2);
    expect(sheet).toContain(">=1+1</t>");
    expect(sheet).toContain("Привет 🙂");
    expect(sheet).toContain("&lt;&amp;&gt;\uFFFD\uFFFDzz");
    expect(sheet).toContain("… [cut]");
    expect(sheet.endsWith("</sheetData></worksheet>")).toBe(true);
  });

  test("keeps a text that Excel would read as the code of a character", () => {
    const texts = ["a_x000D_b", "_x000D_x000a_", "_x00_ _xyz12_"];
    const page = texts.map((description) => makeEntry("1", { description }));
    const file = write({ format: "xlsx", columns: ["description"] }, [page]);

    const sheet = readZip(file).get("xl/worksheets/sheet1.xml") ?? "";
    expect(sheet).toContain(">a_x005F_x000D_b<");
    expect(sheet).toContain(">_x005F_x000D_x005F_x000a_<");
    expect(sheet).toContain(">_x00_ _xyz12_<");
  });

  test("is equal for equal entries, in however many pieces it was written", () => {
    const input = { format: "xlsx", columns: ["id"] } as const;

    const files = [
      write({ ...input, columns: ["id"] }, [rows]),
      write({ ...input, columns: ["id"] }, [rows]),
    ];

    expect(files[0]?.equals(files[1] ?? Buffer.of())).toBe(true);
  });
});

describe("times", () => {
  test("are those of the zone, also around a change of the clock", () => {
    const clock = openClock("Europe/Berlin", "en");

    const shown = ["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"];
    expect(shown.map((at) => clock(Date.parse(at)))).toEqual([
      "2026-03-29 01:59:59",
      "2026-03-29 03:00:00",
      "2026-10-25 02:00:00",
    ]);
    expect(openClock("Asia/Kathmandu", "ru")(0)).toBe("01.01.1970 05:30:00");
  });
});

describe("a query in words", () => {
  test("names fields and events, and what is left out", () => {
    expect(queryWords("", "en")).toBe("all entries");
    expect(queryWords("type:USER_LOGIN -(ip:10.0.0.0/8 OR office)", "en")).toMatch(
      /^event: .+ \(USER_LOGIN\) and not \(IP: 10\.0\.0\.0\/8 or text office\)$/,
    );
  });
});
