import { parseArgs } from "node:util";

import { cloudSummary } from "./control/portal-state.ts";
import { startPortalCloud, type PortalOptions } from "./index.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8080" },
    "auth-port": { type: "string", default: "8081" },
    portals: { type: "string", default: "1" },
    "app-url": { type: "string", default: "http://127.0.0.1:3000" },
    entries: { type: "string", default: "2000" },
    edition: { type: "string", default: "cloud" },
    seed: { type: "string", default: "1" },
    "client-id": { type: "string" },
    "client-secret": { type: "string" },
  },
});

/** Ports in a row from the first one, leaving out the authorization server's. */
function portalPorts(): number[] {
  const first = Number(values.port);
  const count = Number(values.portals);
  if (first === 0) return Array.from({ length: count }, () => 0);
  const ports = Array.from({ length: count + 1 }, (_, index) => first + index);
  return ports.filter((port) => port !== Number(values["auth-port"])).slice(0, count);
}

const edition = values.edition as NonNullable<PortalOptions["edition"]>;

const cloud = await startPortalCloud({
  authPort: Number(values["auth-port"]),
  portals: portalPorts().map((port) => ({ port, edition, entries: Number(values.entries) })),
  appUrl: values["app-url"],
  seed: Number(values.seed),
  clientId: values["client-id"],
  clientSecret: values["client-secret"],
  log: (line) => process.stderr.write(`${line}\n`),
});

process.stdout.write(`${JSON.stringify(cloudSummary(cloud))}\n`);

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  void cloud.stop().then(() => process.exit(0));
}

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
