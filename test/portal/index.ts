import { PortalCloud, type CloudOptions } from "./cloud.ts";

export { PortalCloud } from "./cloud.ts";
export type { CloudOptions, PortalOptions } from "./cloud.ts";
export type { FaultAction, FaultRule } from "./faults.ts";
export type { CallRecord, DeliveryRecord, Violation } from "./journal.ts";
export { Portal } from "./portal.ts";
export type { WorkflowDetails } from "./workflow/workflow.ts";

/** Starts the authorization server and the wanted portals; one portal when none is named. */
export async function startPortalCloud(options: CloudOptions = {}): Promise<PortalCloud> {
  const cloud = new PortalCloud(options);
  await cloud.listen(options.authPort ?? 0);
  for (const portal of options.portals ?? [{}]) await cloud.addPortal(portal);
  return cloud;
}
