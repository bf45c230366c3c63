import type { FaultBed } from "./bed.ts";
import type { Random } from "./random.ts";

const STRANGERS_TOKEN = "0".repeat(32);

/**
 * Posts calls as a stranger does: true ones with a wrong secret, with another portal's name, and with an event token
 * that no portal ever gave.
 */
export async function forgeCalls(bed: FaultBed, random: Random): Promise<void> {
  const heard = bed.cloud.journal.deliveries.filter(
    ({ kind, body }) => kind === "activity" && body !== "",
  );
  if (heard.length === 0) return;
  const { body, url, memberId } = random.pick(heard);
  const others = bed.cloud.portals.filter((portal) => portal.memberId !== memberId);
  const form = new URLSearchParams(body);
  const wrongSecret = new URLSearchParams(form);
  wrongSecret.set("auth[application_token]", STRANGERS_TOKEN);
  wrongSecret.set("event_token", `${form.get("event_token") ?? ""}0`);
  const wrongPortal = new URLSearchParams(form);
  if (others.length > 0) wrongPortal.set("auth[member_id]", random.pick(others).memberId);
  for (const forged of [wrongSecret, wrongPortal, new URLSearchParams({ event_token: "x" })]) {
    await fetch(url, { method: "POST", body: forged, signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
  }
}
