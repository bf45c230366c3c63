import { doorAlive, doorRoute, openDoor } from "../../../../lib/http/index.ts";
import { SettingsForm } from "../../../../lib/portals/index.ts";

// What no code can be must not move the address elsewhere; the page says that it knows no such step.
const CODE = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

export const POST = doorRoute<SettingsForm, { code: string }>({
  schema: SettingsForm,
  handle: async (ctx, { form, params, url }) => {
    const code = CODE.test(params.code) ? params.code : "unknown";
    return openDoor(ctx, { form, url, isInstaller: false, page: `step-settings/${code}` });
  },
});
export const GET = doorAlive;
export const HEAD = doorAlive;
