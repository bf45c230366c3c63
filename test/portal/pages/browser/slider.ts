import { hostData } from "./page-data.ts";

export interface SliderLook {
  title?: string;
  width?: number;
  leftBoundary?: number;
  label?: { text: string; color: string };
}

export interface Slider {
  content: HTMLElement;
  close: () => void;
  onRemove: (happened: () => void) => void;
}

const labelColors = ["aqua", "green", "orange", "brown", "pink", "blue", "grey", "violet"];
const slideMs = 250;
const open: Slider[] = [];

/** Slides a panel over the page; a second one lies over the first. */
export function openSlider(look: SliderLook, onClose: () => void): Slider {
  const overlay = document.createElement("div");
  overlay.className = "slider";
  overlay.dataset.testid = "slider";
  const panel = document.createElement("div");
  panel.className = "slider-panel";
  if (look.width) panel.style.width = `min(${look.width}px, calc(100vw - 80px))`;
  if (look.leftBoundary) panel.style.maxWidth = `calc(100vw - ${look.leftBoundary}px)`;
  const content = document.createElement("div");
  content.className = "slider-content";
  const removed: (() => void)[] = [];

  const slider: Slider = { content, close, onRemove: (happened) => void removed.push(happened) };
  panel.append(closeButton(close, look), titleOf(look), content);
  overlay.append(panel);
  overlay.addEventListener("click", (event) => event.target === overlay && close());
  document.body.append(overlay);
  open.push(slider);
  return slider;

  /** The panel stays a moment so that the last answer reaches the frame inside it. */
  function close(): void {
    const index = open.indexOf(slider);
    if (index < 0) return;
    open.splice(index, 1);
    overlay.classList.add("closing");
    onClose();
    setTimeout(() => {
      overlay.remove();
      removed.forEach((happened) => happened());
    }, slideMs);
  }
}

export function closeTopSlider(): void {
  open.at(-1)?.close();
}

function closeButton(close: () => void, look: SliderLook): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "slider-close";
  button.dataset.testid = "slider-close";
  button.setAttribute("aria-label", hostData().texts.close);
  button.textContent = look.label ? `× ${look.label.text}` : "×";
  if (look.label && labelColors.includes(look.label.color))
    button.classList.add(`label-${look.label.color}`);
  button.addEventListener("click", close);
  return button;
}

function titleOf(look: SliderLook): HTMLElement {
  const title = document.createElement("div");
  title.className = "slider-title";
  title.dataset.testid = "slider-title";
  title.textContent = look.title ?? "";
  return title;
}
