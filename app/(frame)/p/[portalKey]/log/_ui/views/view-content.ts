import {
  READY_VIEWS,
  type ReadyViewName,
  type SavedView,
  type ViewContent,
} from "../../../../../../../lib/views/shared.ts";
import type { LogAddress } from "../log-address.ts";
import { resolveTime } from "../time-range.ts";

/** What views keep of the page. */
type Shown = Pick<LogAddress, "q" | "from" | "to" | "tz" | "sort" | "cols">;

export function contentOf({ q, from, to, tz, sort, cols }: Shown): ViewContent {
  return { q, from, to, tz, sort, cols: cols?.join(",") ?? null };
}

/** What a view keeps of the page: its columns too, where they are the person's own. */
export function shownContent(address: Shown, columns: readonly string[]): ViewContent {
  return contentOf({ ...address, cols: address.cols ?? [...columns] });
}

/** A view that names no columns is content with the person's own. */
export function isChanged(kept: ViewContent, address: Shown, columns: readonly string[]): boolean {
  const shown = kept.cols === null ? contentOf(address) : shownContent(address, columns);
  return !isSameContent(shown, kept);
}

export function isSameContent(left: ViewContent, right: ViewContent): boolean {
  const { q, from, to, tz, sort, cols } = left;
  return (
    q.trim() === right.q.trim() &&
    from === right.from &&
    to === right.to &&
    tz === right.tz &&
    sort === right.sort &&
    cols === right.cols
  );
}

/** Live mode and an open entry belong to the moment, not to the view. */
export function addressOf(content: ViewContent): Partial<LogAddress> {
  const cols = content.cols?.split(",") ?? null;
  return { ...content, cols, isLive: false, entry: null, over: null };
}

/** Nothing in the address was asked for: a person begins with the view of his choice. */
export function isUntouched(address: LogAddress): boolean {
  const { q, from, to, tz, sort, cols } = contentOf(address);
  const { isLive, entry, view, over, saved } = address;
  const isPlain = q === "" && from === null && to === null && tz === null && cols === null;
  const isList = sort === "desc" && view === "list" && !isLive;
  return isPlain && isList && entry === null && over === null && saved === null;
}

export type CurrentView =
  | { kind: "saved"; id: string; view: SavedView }
  | { kind: "ready"; id: string; name: ReadyViewName };

/** The view that the address names, where it is still there. */
export function findView(id: string | null, views: readonly SavedView[]): CurrentView | null {
  if (id === null) return null;
  const view = views.find((one) => one.id === id);
  if (view !== undefined) return { kind: "saved", id, view };
  const ready = READY_VIEWS.find(({ name }) => name === id);
  return ready === undefined ? null : { kind: "ready", id, name: ready.name };
}

export function contentOfView(current: CurrentView): ViewContent | null {
  if (current.kind === "saved") return current.view.content;
  return READY_VIEWS.find(({ name }) => name === current.name)?.content ?? null;
}

interface Present {
  now: Date;
  /** Zone the times are shown in: a link shows them as they are seen now. */
  timeZone: string;
}

/** What a link leads to: the range as it is at this moment, unless it is to stay relative. */
export function linkContent(
  content: ViewContent,
  input: Present & { isRelative: boolean },
): ViewContent {
  const { now, timeZone, isRelative } = input;
  const shown = { ...content, tz: timeZone };
  if (isRelative) return shown;
  const fixed = (text: string | null) =>
    text === null ? null : (resolveTime(text, now, timeZone)?.toISOString() ?? text);
  return { ...shown, from: fixed(content.from), to: fixed(content.to) ?? now.toISOString() };
}
