import { adminRoute } from "../../../../lib/http/index.ts";
import { getSetup, runSetup } from "../../../../lib/portals/index.ts";
import { stepRegistrations } from "../../../../lib/steps/index.ts";

export const GET = adminRoute(getSetup);

export const POST = adminRoute(async (ctx) => runSetup(ctx, { registrations: stepRegistrations }));
