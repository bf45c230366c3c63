import type { RefObject } from "react";

type TextBox = HTMLInputElement | HTMLTextAreaElement;

/** The text with a value of the process where the caret of its box is; the caret goes behind it. */
export function putIn(box: RefObject<TextBox | null>, text: string, put: string): string {
  const start = box.current?.selectionStart ?? text.length;
  const end = box.current?.selectionEnd ?? start;
  const caret = start + put.length;
  requestAnimationFrame(() => {
    box.current?.focus();
    box.current?.setSelectionRange(caret, caret);
  });
  return `${text.slice(0, start)}${put}${text.slice(end)}`;
}
