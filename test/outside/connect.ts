import type { Portal, PortalCloud } from "../portal/index.ts";
import { visitApp } from "../support/visit.ts";
import { startOutside, type OutsideSystem } from "./outside-system.ts";

interface Connected {
  system: OutsideSystem;
  name: string;
}

interface ConnectInput {
  cloud: PortalCloud;
  portal: Portal;
  /** The port that leads to the system's, where there is something in between. */
  through?: (port: number) => Promise<number>;
}

/** An outside system that a portal's processes know by this name. */
export async function connectOutside(
  { cloud, portal, through }: ConnectInput,
  name: string,
): Promise<Connected> {
  const system = await startOutside();
  const url = new URL(system.url);
  if (through !== undefined) url.port = String(await through(Number(url.port)));
  const form = portal.openForm({ userId: 1, lang: "en", placement: "DEFAULT", options: {} });
  const visit = await visitApp(cloud.appUrl, form);
  const body = { name, url: url.href };
  const made = await visit.send<{ secret: string }>("POST", "/api/v1/connections", body);
  system.secret = made.secret;
  return { system, name };
}
