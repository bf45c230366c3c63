import { stringify } from "csv-stringify/sync";
import type { Sheet } from "../columns.ts";
import type { ExportRequest } from "../schemas.ts";
import type { Encoder } from "./encoder.ts";
import { plainEncoder } from "./plain.ts";

const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t" } as const;
// A reader that divides at another sign makes a cell of what stands behind it, perhaps in quotes.
const INNER_FORMULA = /(^"+|[,;\t\r\n]"*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;
const BYTE_ORDER_MARK = "\uFEFF";

/** With the mark by which Excel knows UTF-8, and no cell that a spreadsheet would calculate. */
export function csvEncoder(sheet: Sheet, delimiter: ExportRequest["delimiter"]): Encoder {
  const write = (rows: unknown[][]): string =>
    stringify(rows, {
      delimiter: DELIMITERS[delimiter],
      record_delimiter: "windows",
      escape_formulas: true,
      cast: { string: (text) => text.replace(INNER_FORMULA, "$1'$2") },
      // Otherwise only both together count as a new line.
      quoted_match: /[\r\n]/,
    });
  return plainEncoder({
    begin: () => BYTE_ORDER_MARK + write([sheet.titles]),
    add: (entries) => write(entries.map((entry) => sheet.cells(entry))),
    end: () => "",
  });
}
