import { isMainPlacement, type Command, type HostedFrame } from "./hosted-frame.ts";
import { asRecord, asText } from "./loose-values.ts";
import { showNotice } from "./notice.ts";
import { hostData } from "./page-data.ts";

const everywhere = [
  "getInitData",
  "setInstall",
  "setInstallFinish",
  "refreshAuth",
  "setUserOption",
  "setAppOption",
  "openApplication",
  "openPath",
  "selectUser",
  "selectAccess",
  "selectCRM",
  "imCallTo",
  "imPhoneTo",
  "imOpenMessenger",
  "imOpenHistory",
  "getInterface",
  "placementBindEvent",
];

export const placementCommands: Record<string, Command> = {
  getInterface: ({ frame, reply }) => reply({ command: commandsOf(frame), event: [] }),

  /** Nothing is answered now: each event is sent under this callback id. */
  placementBindEvent: ({ frame, params, callbackId }) => {
    const event = asText(asRecord(params).event);
    const waiting = frame.bindings.get(event) ?? new Set<string>();
    frame.bindings.set(event, waiting.add(callbackId));
  },

  /** Takes registered ids only and never answers. */
  setPropertyValue: ({ frame, params }) => {
    const { kind, propertyIds } = frame.config;
    if (kind !== "settings") return;
    const values = Object.entries(asRecord(params)).filter(([id]) => propertyIds.includes(id));
    const detail = Object.fromEntries(values);
    window.dispatchEvent(new CustomEvent("portal:property-values", { detail }));
  },

  imCallTo: () => noteMessenger("imCallTo"),
  imPhoneTo: () => noteMessenger("imPhoneTo"),
  imOpenMessenger: () => noteMessenger("imOpenMessenger"),
  imOpenHistory: () => noteMessenger("imOpenHistory"),
};

function commandsOf(frame: HostedFrame): string[] {
  const { kind } = frame.config;
  return [
    ...everywhere,
    ...(kind === "page" ? ["resizeWindow"] : []),
    ...(isMainPlacement(frame) ? ["setTitle", "setScroll", "reloadWindow"] : []),
    ...(frame.close ? ["closeApplication"] : []),
    ...(kind === "settings" ? ["setPropertyValue"] : []),
  ];
}

function noteMessenger(command: string): void {
  showNotice(hostData().texts.imIgnored.replace("{command}", command));
}
