import { afterAll } from "vitest";
import { env } from "../../lib/env.ts";
import { startPortalCloud, type CloudOptions, type PortalCloud } from "../portal/index.ts";

/** The local portal with the auth server and the application that this test's environment names. */
export async function startTestCloud(options: CloudOptions = {}): Promise<PortalCloud> {
  const { B24_AUTH_HOSTS, B24_CLIENT_ID, B24_CLIENT_SECRET, APP_URL } = env();
  const cloud = await startPortalCloud({
    authPort: Number(new URL(B24_AUTH_HOSTS[0] ?? "").port),
    clientId: B24_CLIENT_ID,
    clientSecret: B24_CLIENT_SECRET,
    appUrl: APP_URL,
    portals: [{ entries: 200 }],
    ...options,
  });
  afterAll(async () => cloud.stop());
  return cloud;
}
