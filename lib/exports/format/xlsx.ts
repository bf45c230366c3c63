import { constants, crc32, deflateRawSync } from "node:zlib";
import { AppError } from "../../errors.ts";
import type { Cell, Sheet } from "../columns.ts";
import { EXPORT_LIMITS } from "../shared.ts";
import type { Encoder, FileState } from "./encoder.ts";
import { FIXED_FILES, SHEET_HEAD, SHEET_NAME, SHEET_TAIL } from "./xlsx-files.ts";
import { endOfZip, localHeader, storedFile, trailer, type ZipFile } from "./zip.ts";

// An empty last block: what came before it ends at whole bytes and never says that it was the last.
const LAST_BLOCK = Buffer.from([3, 0]);
const MAX_PLAIN = 0xffff_fffe;

/**
 * A workbook of one sheet, written from front to back. Every piece is packed for itself, so that after a crash the
 * file goes on with a checksum and a size.
 */
export function xlsxEncoder(sheet: Sheet): Encoder {
  const fixed = FIXED_FILES.map(({ name, text }) => storedFile(name, text));
  const head = Buffer.concat([...fixed.map(({ bytes }) => bytes), localHeader(SHEET_NAME)]);
  const sheetStart = head.length - localHeader(SHEET_NAME).length;
  return {
    begin: (state) => {
      const rows = sheetRow(1, sheet.titles).text;
      const packed = pack(state, `${SHEET_HEAD}${rows}`);
      const bytes = Buffer.concat([head, packed.bytes]);
      return { bytes, state: { ...packed.state, bytes: state.bytes + bytes.length } };
    },
    add: (state, entries) => {
      const written = state.written + entries.length;
      if (written > EXPORT_LIMITS.sheet) throw sheetFull();
      let cutTexts = state.cutTexts;
      const rows = entries.map((entry, place) => {
        const row = sheetRow(state.written + place + 2, sheet.cells(entry));
        cutTexts += row.cutTexts;
        return row.text;
      });
      const { bytes, state: after } = pack(state, rows.join(""));
      return { bytes, state: { ...after, written, cutTexts, bytes: state.bytes + bytes.length } };
    },
    end: (state) => {
      const packed = pack(state, SHEET_TAIL);
      const body = Buffer.concat([packed.bytes, LAST_BLOCK]);
      const { crc, plainBytes } = packed.state;
      const size = state.bytes + body.length - head.length;
      const file: ZipFile = {
        name: SHEET_NAME,
        start: sheetStart,
        method: 8,
        crc,
        size,
        plainBytes,
      };
      const tail = trailer(file);
      const files = [...fixed.map((one, place) => placed(one.file, fixed, place)), file];
      const end = endOfZip(files, state.bytes + body.length + tail.length);
      const bytes = Buffer.concat([body, tail, end]);
      return { bytes, state: { ...packed.state, bytes: state.bytes + bytes.length } };
    },
  };
}

function placed(file: ZipFile, files: readonly { bytes: Buffer }[], place: number): ZipFile {
  const start = files.slice(0, place).reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { ...file, start };
}

function pack(state: FileState, text: string): { bytes: Buffer; state: FileState } {
  const plain = Buffer.from(text, "utf8");
  const plainBytes = state.plainBytes + plain.length;
  if (plainBytes > MAX_PLAIN) throw sheetFull();
  const bytes = deflateRawSync(plain, { level: 3, finishFlush: constants.Z_FULL_FLUSH });
  return { bytes, state: { ...state, crc: crc32(plain, state.crc), plainBytes } };
}

export function sheetFull(): AppError {
  const rows = EXPORT_LIMITS.sheet.toLocaleString("en");
  return new AppError(
    "payload_too_large",
    `A sheet of XLSX holds ${rows} entries at most. Choose CSV, NDJSON or JSON, or a shorter range.`,
    { details: [{ at: "format", message: "sheet_full" }] },
  );
}

const CUT_MARK = "… [cut]";

function sheetRow(number: number, cells: readonly Cell[]): { text: string; cutTexts: number } {
  let cutTexts = 0;
  const texts = cells.map((cell) => {
    if (cell === null || cell === "") return "<c/>";
    if (typeof cell === "number") return `<c><v>${cell}</v></c>`;
    const isCut = cell.length > EXPORT_LIMITS.cell;
    if (isCut) cutTexts += 1;
    const text = isCut ? cell.slice(0, EXPORT_LIMITS.cell - CUT_MARK.length) + CUT_MARK : cell;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
  });
  return { text: `<row r="${number}">${texts.join("")}</row>`, cutTexts };
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };

/** Characters that XML cannot hold are replaced, half characters too; what Excel reads as a code stays a text. */
function escapeXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[&<>\r]/g, (char) => ESCAPES[char] ?? "")
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}
