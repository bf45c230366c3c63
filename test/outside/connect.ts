import type { Portal, PortalCloud } from "../portal/index.ts";
import { visitApp } from "../support/visit.ts";
import { startOutside, type OutsideSystem } from "./outside-system.ts";

interface Connected {
  system: OutsideSystem;
  name: string;
}

/** An outside system that a portal's processes know by this name. */
export async function connectOutside(
  { cloud, portal }: { cloud: PortalCloud; portal: Portal },
  name: string,
): Promise<Connected> {
  const system = await startOutside();
  const form = portal.openForm({ userId: 1, lang: "en", placement: "DEFAULT", options: {} });
  const visit = await visitApp(cloud.appUrl, form);
  const body = { name, url: system.url };
  const made = await visit.send<{ secret: string }>("POST", "/api/v1/connections", body);
  system.secret = made.secret;
  return { system, name };
}
