const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const END = -1;
const NULL = -1;
const FIRST_SIZE = 1 << 20;
// Fresh memory costs more than filling it: what was sent is written over by later rows.
const MAX_SPARE_SIZE = 1 << 22;
const MAX_SPARE = 4;
const spare: Buffer[] = [];
// A short text is written faster by hand than by a call.
const SHORT = 40;
const HIGH_WORD = 4_294_967_296;

/** Rows in COPY's binary form, cell by cell. */
export class BinaryRows {
  #bytes = spare.pop() ?? Buffer.allocUnsafe(FIRST_SIZE);
  #size = SIGNATURE.copy(this.#bytes);

  /** Bytes until now. */
  get size(): number {
    return this.#size;
  }

  startRow(cells: number): void {
    this.#make(2);
    this.#size = this.#bytes.writeInt16BE(cells, this.#size);
  }

  none(): void {
    this.#make(4);
    this.#size = this.#bytes.writeInt32BE(NULL, this.#size);
  }

  int16(value: number | null): void {
    if (value === null) {
      this.none();
      return;
    }
    this.#make(6);
    this.#size = this.#bytes.writeInt32BE(2, this.#size);
    this.#size = this.#bytes.writeInt16BE(value, this.#size);
  }

  int32(value: number | null): void {
    if (value === null) {
      this.none();
      return;
    }
    this.#make(8);
    this.#size = this.#bytes.writeInt32BE(4, this.#size);
    this.#size = this.#bytes.writeInt32BE(value, this.#size);
  }

  /** A whole number that JavaScript holds exactly. */
  int64(value: number): void {
    this.#make(12);
    this.#size = this.#bytes.writeInt32BE(8, this.#size);
    this.#size = this.#bytes.writeInt32BE(Math.floor(value / HIGH_WORD), this.#size);
    this.#size = this.#bytes.writeUInt32BE(
      value - Math.floor(value / HIGH_WORD) * HIGH_WORD,
      this.#size,
    );
  }

  big(value: bigint): void {
    this.#make(12);
    this.#size = this.#bytes.writeInt32BE(8, this.#size);
    this.#size = this.#bytes.writeBigInt64BE(value, this.#size);
  }

  /** Each character a byte. */
  latin1(value: string): void {
    this.#make(4 + value.length);
    this.#size = this.#bytes.writeInt32BE(value.length, this.#size);
    this.#size += this.#bytes.write(value, this.#size, "latin1");
  }

  bytes(value: Uint8Array | null): void {
    if (value === null) {
      this.none();
      return;
    }
    this.#make(4 + value.length);
    this.#size = this.#bytes.writeInt32BE(value.length, this.#size);
    this.#bytes.set(value, this.#size);
    this.#size += value.length;
  }

  text(value: string | null): void {
    if (value === null) this.none();
    else this.#write(value, 0);
  }

  /** The text of a jsonb. */
  json(value: string | null): void {
    if (value === null) this.none();
    else this.#write(value, 1);
  }

  /** All rows; nothing can be added afterwards. */
  end(): Buffer {
    this.#make(2);
    this.#size = this.#bytes.writeInt16BE(END, this.#size);
    return this.#bytes.subarray(0, this.#size);
  }

  /** For rows that nobody reads any more; nothing can be done with them afterwards. */
  giveBack(): void {
    const bytes = this.#bytes;
    this.#bytes = Buffer.alloc(0);
    if (bytes.length === 0) return;
    if (bytes.length <= MAX_SPARE_SIZE && spare.length < MAX_SPARE) spare.push(bytes);
  }

  /** With a byte 1 before it where the form has a version. */
  #write(value: string, version: 0 | 1): void {
    this.#make(5 + value.length * 3);
    const start = this.#size + 4 + version;
    if (version === 1) this.#bytes[start - 1] = version;
    const end = start + writeText(this.#bytes, value, start);
    this.#bytes.writeInt32BE(end - this.#size - 4, this.#size);
    this.#size = end;
  }

  #make(more: number): void {
    const wanted = this.#size + more;
    if (wanted <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
}

function writeText(bytes: Buffer, value: string, start: number): number {
  const { length } = value;
  if (length > SHORT) return bytes.write(value, start);
  for (let at = 0; at < length; at += 1) {
    const code = value.charCodeAt(at);
    if (code > 0x7f) return bytes.write(value, start);
    bytes[start + at] = code;
  }
  return length;
}
