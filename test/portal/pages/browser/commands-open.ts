import type { FrameConfig } from "../frame-config.ts";
import { postJson } from "./ajax.ts";
import { forgetFrame, hostFrame, type Command, type HostedFrame } from "./hosted-frame.ts";
import { asRecord, asText } from "./loose-values.ts";
import { openSlider, type Slider, type SliderLook } from "./slider.ts";

const openPaths =
  /^\/(crm\/(deal|lead|contact|company|type\/\d+\/details)|marketplace|company\/personal\/user\/\d+|workgroups\/group\/\d+)\//;

export const openCommands: Record<string, Command> = {
  /** Answers when the slider is closed. */
  openApplication: async ({ params, reply }) => {
    const sent = asRecord(params);
    const isSplit = "options" in sent;
    const settings = { ...sent, ...asRecord(sent.options) };
    const options = toTexts(withoutSettings(isSplit ? asRecord(sent.params) : sent));
    const slider = openSlider(readLook(settings), () => reply());
    await loadApp(slider, options);
  },

  closeApplication: ({ frame, reply }) => {
    if (!frame.close) return;
    reply();
    frame.close();
  },

  openPath: ({ params, reply }) => {
    const path = asText(asRecord(params).path);
    if (!openPaths.test(path)) {
      reply({ result: "error", errorCode: "PATH_NOT_AVAILABLE" });
      return;
    }
    const slider = openSlider({}, () => reply({ result: "close" }));
    const url = new URL(path, location.origin);
    url.searchParams.set("IFRAME", "Y");
    url.searchParams.set("IFRAME_TYPE", "SIDE_SLIDER");
    const iframe = document.createElement("iframe");
    iframe.src = url.href;
    iframe.dataset.testid = "path-frame";
    slider.content.replaceChildren(iframe);
  },
};

async function loadApp(slider: Slider, options: Record<string, unknown>): Promise<void> {
  const config = await postJson<FrameConfig>("/ajax/frame/open", { options });
  const iframe = document.createElement("iframe");
  iframe.className = "app-frame frame-slider";
  iframe.name = config.frameName;
  iframe.allow = "geolocation *; microphone *; camera *; autoplay *";
  iframe.dataset.testid = "slider-frame";
  const frame: HostedFrame = {
    config,
    iframe,
    bindings: new Map(),
    reload: () => void loadApp(slider, options),
    close: slider.close,
  };
  slider.onRemove(() => forgetFrame(frame));
  hostFrame(frame);
  const form = openForm(config);
  slider.content.replaceChildren(iframe, form);
  form.submit();
}

function openForm(config: FrameConfig): HTMLFormElement {
  const form = document.createElement("form");
  form.method = "post";
  form.action = config.action;
  form.target = config.frameName;
  form.hidden = true;
  for (const [name, value] of Object.entries(config.fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  return form;
}

function readLook(settings: Record<string, unknown>): SliderLook {
  const label = asRecord(settings.bx24_label);
  const look: SliderLook = {};
  if (settings.bx24_title !== undefined) look.title = asText(settings.bx24_title);
  if (Number(settings.bx24_width) > 0) look.width = Number(settings.bx24_width);
  if (Number(settings.bx24_leftBoundary) > 0)
    look.leftBoundary = Number(settings.bx24_leftBoundary);
  if (label.text !== undefined)
    look.label = { text: asText(label.text), color: asText(label.bgColor, "blue") };
  return look;
}

function withoutSettings(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !key.startsWith("bx24_")));
}

/** The portal sends the parameters on as a form, which makes every value a text. */
function toTexts(value: Record<string, unknown>): Record<string, unknown> {
  const toText = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(toText);
    if (inner !== null && typeof inner === "object") return toTexts({ ...inner });
    return asText(inner);
  };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toText(inner)]));
}
