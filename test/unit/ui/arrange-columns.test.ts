import { describe, expect, test } from "vitest";
import {
  arrangeColumns,
  shownIds,
  USUAL_SETUP,
  withWidth,
} from "../../../app/_ui/table/arrange-columns.ts";
import { moveColumn, withColumn } from "../../../app/_ui/table/change-shown.ts";
import { layoutGrid, type GridColumn } from "../../../app/_ui/table/columns.ts";

const cell = () => null;
const ALL: GridColumn<object>[] = [
  { id: "time", title: "Time", track: "166px", cell },
  { id: "event", title: "Event", track: "minmax(240px, 3fr)", cell },
  { id: "ip", title: "IP", track: "126px", hideBelow: 840, cell },
  { id: "site", title: "Site", track: "76px", isExtra: true, cell },
];
const stacked = { below: 580, height: 76, cell };

const layout = (setup: Parameters<typeof arrangeColumns>[1], width: number) =>
  layoutGrid({ columns: arrangeColumns(ALL, setup), rowHeight: 46, stacked, width });

describe("the columns as somebody set them up", () => {
  test("are the usual ones until then, as many as fit", () => {
    expect(layout(USUAL_SETUP, 1_000).columns.map(({ id }) => id)).toEqual(["time", "event", "ip"]);
    expect(layout(USUAL_SETUP, 800).columns.map(({ id }) => id)).toEqual(["time", "event"]);
  });

  test("stand in the order asked for and do not give way where it is narrow", () => {
    const setup = { ...USUAL_SETUP, shown: ["site", "ip", "time"] };

    expect(layout(setup, 600).columns.map(({ id }) => id)).toEqual(["site", "ip", "time"]);
    expect(layout(setup, 600).minWidth).toBe(76 + 126 + 166 + 16);
  });

  test("are the usual ones when none of the names is a column", () => {
    expect(shownIds(ALL, { ...USUAL_SETUP, shown: ["gone"] })).toEqual(["time", "event", "ip"]);
  });

  test("take the widths given, within bounds", () => {
    const setup = withWidth(withWidth(USUAL_SETUP, "time", 301.6), "event", 3);

    expect(layout(setup, 1_000).tracks).toBe("302px 56px 126px");
    expect(withWidth(setup, "time", null).widths).toEqual({ event: 56 });
  });

  test("stay in view one beside the other when they are pinned", () => {
    const setup = { ...USUAL_SETUP, pinned: 2 };

    expect(layout(setup, 1_000).pins).toEqual({ time: 8, event: 174 });
  });

  test("are not pinned where that would leave no room for the others", () => {
    expect(layout({ ...USUAL_SETUP, pinned: 2 }, 620).pins).toEqual({});
  });
});

describe("a column", () => {
  test("goes one place to either side, and stays at an end", () => {
    expect(moveColumn(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
    expect(moveColumn(["a", "b", "c"], "b", -1)).toEqual(["b", "a", "c"]);
    expect(moveColumn(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
  });

  test("comes last when it is shown, and the last one cannot be hidden", () => {
    expect(withColumn(["a"], "b", true)).toEqual(["a", "b"]);
    expect(withColumn(["a", "b"], "a", false)).toEqual(["b"]);
    expect(withColumn(["b"], "b", false)).toEqual(["b"]);
  });
});
