import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { BinaryRows } from "../../../../lib/archive/store/binary-rows.ts";
import { MOST_INET_BYTES, writeInet } from "../../../../lib/archive/store/write-inet.ts";

describe("an address in binary", () => {
  test.each([
    "0.0.0.0",
    "10.20.30.254",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:a00:1",
    "2001:db8::",
    "2001:db8::8:800:200c:417a",
    "2001:db8:8c59:37dc:325e:6a92:2584:2213",
  ])("%s has the bytes that it stands for", (text) => {
    const wanted = ipaddr.parse(text).toByteArray();
    const head = wanted.length === 4 ? [2, 32, 0, 4] : [3, 128, 0, 16];
    // Memory of former rows.
    const bytes = new Uint8Array(2 + MOST_INET_BYTES).fill(0xff);
    const size = writeInet(bytes, text, 2);
    expect([...bytes.subarray(2, 2 + size)]).toEqual([...head, ...wanted]);
  });
});

describe("rows in binary", () => {
  test("begin and end as COPY wants it", () => {
    const rows = new BinaryRows();
    rows.begin();
    rows.end();
    const signature = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
    expect([...rows.bytes()]).toEqual([...signature, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
  });

  test("state the sizes of their cells in bytes, also where they outgrow the first buffer", () => {
    const rows = new BinaryRows();
    const long = "ё".repeat(400_000);
    rows.begin();
    rows.startRow(4);
    rows.text("żółw");
    rows.text(long);
    rows.none();
    rows.json("{}");
    rows.end();
    const bytes = rows.bytes();

    const first = 19 + 2;
    expect(bytes.readInt16BE(19)).toBe(4);
    expect(bytes.readInt32BE(first)).toBe(7);
    expect(bytes.toString("utf8", first + 4, first + 11)).toBe("żółw");
    const second = first + 11;
    expect(bytes.readInt32BE(second)).toBe(800_000);
    expect(bytes.toString("utf8", second + 4, second + 800_004)).toBe(long);
    const third = second + 800_004;
    expect(bytes.readInt32BE(third)).toBe(-1);
    expect([...bytes.subarray(third + 4)]).toEqual([0, 0, 0, 3, 1, 0x7b, 0x7d, 0xff, 0xff]);
  });

  test.each([0, 1, 4_294_967_295, 4_294_967_296, 9_007_199_254_740_991, -1, -5_000_000_000])(
    "%i takes eight bytes that give it back",
    (value) => {
      const rows = new BinaryRows();
      rows.int64(value);
      expect(rows.bytes().readBigInt64BE(4)).toBe(BigInt(value));
    },
  );

  test.each([
    ["int16", 32_768],
    ["int16", -32_769],
    ["int32", 2_147_483_648],
    ["int32", 1.5],
  ] as const)("refuse as %s what it cannot hold: %d", (method, value) => {
    const rows = new BinaryRows();
    expect(() => rows[method](value)).toThrow("too large");
  });

  test("hold nothing of the rows that stood in their memory before", () => {
    const write = (text: string): BinaryRows => {
      const rows = new BinaryRows();
      rows.startRow(1);
      rows.text(text);
      rows.end();
      return rows;
    };
    const first = write("a");
    const bytes = Buffer.from(first.bytes());
    first.giveBack();
    const long = write("b".repeat(5_000));
    long.giveBack();

    expect(write("a").bytes().equals(bytes)).toBe(true);
  });
});
