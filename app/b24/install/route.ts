import { doorAlive, doorRoute, openDoor } from "../../../lib/http/index.ts";
import { OpenForm } from "../../../lib/portals/index.ts";

export const POST = doorRoute({
  schema: OpenForm,
  handle: async (ctx, { form, url }) => openDoor(ctx, { form, url, isInstaller: true }),
});
export const GET = doorAlive;
export const HEAD = doorAlive;
