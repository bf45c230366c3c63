import { userRoute } from "../../../../lib/http/index.ts";
import { namePeople } from "../../../../lib/portals/index.ts";

export const GET = userRoute(async (ctx, { url, accessToken }) =>
  namePeople(ctx, { ids: url.searchParams.get("ids") ?? "", accessToken }),
);
