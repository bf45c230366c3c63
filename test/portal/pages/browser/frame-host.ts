import type { FrameConfig } from "../frame-config.ts";
import { openCommands } from "./commands-open.ts";
import { pickCommands } from "./commands-pick.ts";
import { placementCommands } from "./commands-placement.ts";
import { stateCommands } from "./commands-state.ts";
import { windowCommands } from "./commands-window.ts";
import { findFrame, hostFrame, hostedFrames, sendReply, trace } from "./hosted-frame.ts";
import type { Command } from "./hosted-frame.ts";
import { asRecord, asText } from "./loose-values.ts";
import { showNotice } from "./notice.ts";
import { pageData } from "./page-data.ts";
import { closeTopSlider } from "./slider.ts";
import { parseMessage } from "./wire.ts";

const commands = new Map<string, Command>(
  Object.entries({
    ...stateCommands,
    ...windowCommands,
    ...openCommands,
    ...pickCommands,
    ...placementCommands,
  }),
);

window.addEventListener("message", receive);
window.addEventListener("portal:close-slider", () => closeTopSlider());
window.addEventListener("portal:placement-event", (event) => {
  if (event instanceof CustomEvent) firePlacementEvent(asRecord(event.detail));
});
document.querySelectorAll<HTMLFormElement>("form[data-frame]").forEach(openFromPage);

/** Unknown commands and messages of foreign origins or other frames are left without an answer. */
function receive(event: MessageEvent<unknown>): void {
  const message = parseMessage(event.data);
  const frame = message && findFrame(message.appSid);
  if (!frame || event.origin !== frame.config.appOrigin) return;
  trace({ direction: "fromApp", appSid: message.appSid, data: event.data });
  const command = commands.get(message.method);
  if (!command) return;
  const { params, callbackId } = message;
  const reply = (answer?: unknown): void => sendReply(frame, callbackId, answer);
  void run(command, { frame, params, callbackId, reply });
}

async function run(command: Command, call: Parameters<Command>[0]): Promise<void> {
  try {
    await command(call);
  } catch (cause) {
    showNotice(cause instanceof Error ? cause.message : String(cause), "alert");
  }
}

function openFromPage(form: HTMLFormElement): void {
  const id = form.dataset.frame ?? "";
  const iframe = document.getElementById(id);
  if (!(iframe instanceof HTMLIFrameElement)) throw new Error(`The page has no frame ${id}`);
  const config = pageData<FrameConfig>(`${id}-config`);
  hostFrame({
    config,
    iframe,
    bindings: new Map(),
    reload: () => location.reload(),
    close: config.kind === "slider" ? closeThisPage : null,
  });
  form.submit();
}

/** The page itself is a slider: of the portal page around it, or of a followed link. */
function closeThisPage(): void {
  if (window.parent !== window) {
    window.parent.dispatchEvent(new CustomEvent("portal:close-slider"));
    return;
  }
  document.querySelector<HTMLAnchorElement>(".slider-page .slider-close")?.click();
}

function firePlacementEvent(detail: Record<string, unknown>): void {
  for (const frame of hostedFrames())
    for (const callbackId of frame.bindings.get(asText(detail.event)) ?? [])
      sendReply(frame, callbackId, detail.payload);
}
