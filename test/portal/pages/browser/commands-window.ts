import { isMainPlacement, type Command } from "./hosted-frame.ts";
import { asRecord, asText } from "./loose-values.ts";
import { findElement } from "./page-data.ts";

export const windowCommands: Record<string, Command> = {
  /** Only a frame that fills the page may change its size. */
  resizeWindow: ({ frame, params, reply }) => {
    if (frame.config.kind !== "page") return;
    const { width, height } = asRecord(params);
    const { style } = frame.iframe;
    style.width = width === "100%" ? "100%" : `${parseInt(String(width), 10) || 100}px`;
    const pixels = parseInt(String(height), 10);
    if (pixels > 0) style.height = `${pixels}px`;
    const box = frame.iframe.getBoundingClientRect();
    reply({ width: Math.round(box.width), height: Math.round(box.height) });
  },

  setTitle: ({ frame, params, reply }) => {
    if (!isMainPlacement(frame)) return;
    const title = frame.iframe.closest(".slider-panel")?.querySelector(".slider-title");
    (title ?? findElement("#pagetitle")).textContent = asText(asRecord(params).title);
    reply(params);
  },

  setScroll: ({ frame, params, reply }) => {
    if (!isMainPlacement(frame)) return;
    const scroll = parseInt(String(asRecord(params).scroll), 10);
    if (scroll >= 0) window.scrollTo({ left: window.scrollX, top: scroll, behavior: "instant" });
    reply(params);
  },

  reloadWindow: ({ frame }) => {
    if (isMainPlacement(frame)) frame.reload();
  },
};
