import type { PortalCtx } from "../../ctx.ts";
import { invalidInput } from "../../errors.ts";
import { addTerm, allOf, parseQuery, printQuery, type Node } from "../../filter/index.ts";
import { readArchivePage, type ArchivePage, type PageQuery } from "./archive-page.ts";

type PortalQuery = Partial<
  Record<"type" | "user" | "id" | "before" | "after" | keyof PageQuery, string>
>;

/** For whom the portal is not asked: the archive answers the question that was meant for it, and says so. */
export async function readArchiveInstead(
  ctx: PortalCtx,
  query: PortalQuery,
): Promise<ArchivePage & { answeredBy: "archive" }> {
  const { type = "", user = "", id, before, after, ...rest } = query;
  const place = Object.entries({ id, before, after }).find(([, value]) => (value ?? "") !== "");
  if (place !== undefined) {
    const message = "is a number of the portal, and the archive answers here: use cursor";
    throw invalidInput(`${place[0]}: ${message}`, [{ at: place[0], message }]);
  }
  const read = parseQuery(rest.q ?? "");
  const node = allOf([
    read.ok ? read.query : read.lastValidPart,
    oneOf("type", type.split(",")),
    oneOf("user", [user]),
  ]);
  const page = await readArchivePage(ctx, { ...rest, q: printQuery(node) });
  if (read.ok) return { ...page, answeredBy: "archive" };
  // Where something is wrong is told by places in the question as it was asked.
  const asked = { ...page.query, faults: read.faults };
  return { ...page, query: asked, answeredBy: "archive" };
}

function oneOf(field: "type" | "user", texts: string[]): Node | null {
  const values = texts.map((text) => text.trim()).filter((text) => text !== "");
  return values.reduce<Node | null>((node, value) => addTerm(node, { field, value }), null);
}
