import type { PortalCtx } from "../../../ctx.ts";
import { getPortal } from "../../../portals/index.ts";
import type { DeliveryResult } from "../../shared.ts";
import { readClock } from "../clock.ts";
import { noteDelivery } from "../delivery/circuit.ts";
import { toTest } from "../delivery/message.ts";
import { post } from "../delivery/post.ts";
import { getConnection } from "./connections.ts";
import { signHeaders } from "./secret.ts";

/** Sends a signed message that asks for nothing, and tells what came of it; a pause does not hold it back. */
export async function testConnection(
  ctx: PortalCtx,
  { id }: { id: string },
): Promise<DeliveryResult> {
  const connection = await getConnection(ctx, id);
  const at = await readClock(ctx);
  const message = toTest(connection, { portal: await getPortal(ctx), at });
  const headers = signHeaders(connection, { ...message, at });
  const target = { connectionId: connection.id, url: connection.url };
  const result = await post({ ...target, headers, body: message.body });
  const { status, durationMs, error, answer } = result;
  await noteDelivery(ctx, { id: connection.id, result });
  return { status, durationMs, error, answer };
}
