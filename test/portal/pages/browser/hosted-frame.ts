import type { FrameConfig } from "../frame-config.ts";
import { encodeReply } from "./wire.ts";

/** One frame of the app on this page. */
export interface HostedFrame {
  config: FrameConfig;
  iframe: HTMLIFrameElement;
  /** Callback ids by the name of the placement event they wait for. */
  bindings: Map<string, Set<string>>;
  reload: () => void;
  /** Null when the frame is not in a slider and cannot close itself. */
  close: (() => void) | null;
}

export interface CommandCall {
  frame: HostedFrame;
  params: unknown;
  callbackId: string;
  /** Without an argument the app gets an empty answer. */
  reply: (answer?: unknown) => void;
}

export type Command = (call: CommandCall) => void | Promise<void>;

export interface TracedMessage {
  direction: "fromApp" | "toApp";
  appSid: string;
  data: unknown;
}

declare global {
  interface Window {
    /** Every message of this page, for tests to look at. */
    portalMessages?: TracedMessage[];
  }
}

const framesBySid = new Map<string, HostedFrame>();

export function hostFrame(frame: HostedFrame): void {
  framesBySid.set(frame.config.appSid, frame);
}

export function forgetFrame(frame: HostedFrame): void {
  framesBySid.delete(frame.config.appSid);
}

export function findFrame(appSid: string): HostedFrame | null {
  return framesBySid.get(appSid) ?? null;
}

export function hostedFrames(): HostedFrame[] {
  return [...framesBySid.values()];
}

export function sendReply(frame: HostedFrame, callbackId: string, answer?: unknown): void {
  const data = encodeReply(callbackId, answer);
  trace({ direction: "toApp", appSid: frame.config.appSid, data });
  frame.iframe.contentWindow?.postMessage(data, frame.config.appOrigin);
}

export function trace(message: TracedMessage): void {
  (window.portalMessages ??= []).push(message);
}

export function isMainPlacement(frame: HostedFrame): boolean {
  return frame.config.initData.PLACEMENT === "DEFAULT";
}
