export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const CODE_KEYS: Record<string, string> = {
  BracketLeft: "[",
  BracketRight: "]",
  Slash: "/",
  Comma: ",",
  Period: ".",
  Minus: "-",
};

/**
 * The character a key press means. An ASCII character counts as itself; any other (a Russian
 * layout) counts by its place on the keyboard, so both layouts work and never contradict.
 */
export function keyName(press: KeyPress): string {
  if (press.altKey) return "";
  const isCommand = press.ctrlKey || press.metaKey;
  if (isCommand) return physicalKey(press.code) === "k" ? "mod+k" : "";
  if (press.key.length > 1) return press.key;
  if (press.key >= " " && press.key <= "~") return press.key.toLowerCase();
  return physicalKey(press.code);
}

function physicalKey(code: string): string {
  if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  if (/^Digit\d$/.test(code)) return code.slice(5);
  return CODE_KEYS[code] ?? "";
}

const TEXT_FIELDS =
  "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

const WINDOWS = "[role=dialog], [role=alertdialog], [role=listbox]";

/** Places where a key is not one of the page: windows, and for all keys but those with Ctrl texts. */
export function ownsKey(target: EventTarget | null, name: string): boolean {
  return isWithin(target, name.startsWith("mod+") ? WINDOWS : `${TEXT_FIELDS}, ${WINDOWS}`);
}

/** Places where letters are text. */
export function ownsText(target: EventTarget | null): boolean {
  return isWithin(target, TEXT_FIELDS);
}

function isWithin(target: EventTarget | null, places: string): boolean {
  return target instanceof Element && target.closest(places) !== null;
}
