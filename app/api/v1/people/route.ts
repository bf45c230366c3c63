import { isReader } from "../../../../lib/access/index.ts";
import { limitPerson, userRoute } from "../../../../lib/http/index.ts";
import { namePeople } from "../../../../lib/portals/index.ts";

export const GET = userRoute(async (ctx, { url, accessToken }) => {
  limitPerson(ctx);
  const { actor } = ctx;
  const mayRead = actor.kind === "user" && (actor.isAdmin || (await isReader(ctx, actor)));
  return namePeople(ctx, {
    ids: url.searchParams.get("ids") ?? "",
    accessToken,
    // Whoever may not read the log holds up nobody who does.
    priority: mayRead ? "interactive" : "background",
  });
});
