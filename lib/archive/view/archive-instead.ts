import type { PortalCtx } from "../../ctx.ts";
import { invalidInput } from "../../errors.ts";
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
  const types = type.split(",").filter((code) => code !== "");
  const q = [
    rest.q ?? "",
    ...(types.length === 0 ? [] : [`type:${types.map(quote).join(",")}`]),
    ...(user === "" ? [] : [`user:${quote(user)}`]),
  ];
  const page = await readArchivePage(ctx, {
    ...rest,
    q: q.filter((part) => part !== "").join(" "),
  });
  return { ...page, answeredBy: "archive" };
}

function quote(text: string): string {
  return `"${text.trim().replace(/["*\\]/g, "\\$&")}"`;
}
