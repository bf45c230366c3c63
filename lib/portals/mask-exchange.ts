import {
  isSecretKey,
  isSecretQueryKey,
  maskEntryText,
  maskText,
  type ExtraMasks,
} from "../b24/index.ts";

export interface Masked {
  value: unknown;
  isCut: boolean;
}

interface MaskInput {
  value: unknown;
  /** Values to blank wherever they stand. */
  secrets: string[];
  /** Names that are harmless in a text are secrets in a form to the auth server. */
  isForm?: boolean;
  /** The portal's own rules, where its event log may stand in the value. */
  extra?: ExtraMasks | null;
  maxBytes?: number;
}

const STARS = "***";
const MAX_BYTES = 8 * 1024;
const MAX_TEXT = 64 * 1024;
// More than that is not searched only to be cut.
const MAX_SEARCHED = 1024 * 1024;
const MAX_TAIL = 1_024;
const MAX_KEY = 200;
const MAX_DEPTH = 16;
const MIN_SECRET = 8;
const MAX_SECRETS = 500;

/** What may be kept of a request or an answer: secrets become `***`, and it ends after so many bytes. */
export function maskExchange(input: MaskInput): Masked {
  const { extra = null, isForm = false } = input;
  const state: State = {
    left: input.maxBytes ?? MAX_BYTES,
    isCut: false,
    secrets: input.secrets,
    extra,
    isSecret: keyTest({ isForm, extra }),
  };
  const value = maskValue(state, { value: input.value, depth: 0 });
  return { value, isCut: state.isCut };
}

/** All that stands under a secret name, so that it can be found where no name tells. */
export function collectSecrets(value: unknown, names: SecretNames): string[] {
  const isSecret = keyTest(names);
  const found = new Set<string>();
  const visit = (inner: unknown, depth: number): void => {
    if (inner === null || typeof inner !== "object" || depth > MAX_DEPTH) return;
    for (const [key, item] of Object.entries(inner)) {
      if (found.size >= MAX_SECRETS) return;
      if (typeof item === "string" && isSecret(key)) found.add(item);
      else visit(item, depth + 1);
    }
  };
  visit(value, 0);
  const long = [...found].filter((secret) => secret.length >= MIN_SECRET);
  return [
    ...new Set(long.flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())])),
  ];
}

interface SecretNames {
  isForm: boolean;
  extra?: ExtraMasks | null;
}

function keyTest({ isForm, extra = null }: SecretNames): (key: string) => boolean {
  const isUsual = isForm ? isSecretQueryKey : isSecretKey;
  return extra === null ? isUsual : (key) => isUsual(key) || extra.isSecret(key);
}

interface State {
  /** Bytes that may still be kept. */
  left: number;
  isCut: boolean;
  secrets: string[];
  extra: ExtraMasks | null;
  isSecret: (key: string) => boolean;
}

interface Place {
  value: unknown;
  depth: number;
  mask?: (text: string) => string;
}

function maskValue(state: State, place: Place): unknown {
  const { value, depth } = place;
  if (typeof value === "string") return keepText(state, value, place.mask ?? fieldMask(state, {}));
  if (typeof value === "object" && value !== null) {
    if (depth > MAX_DEPTH) return cut(state, "…");
    return Array.isArray(value)
      ? maskList(state, value, depth)
      : maskRecord(state, value as Record<string, unknown>, depth);
  }
  if (typeof value === "number") return spend(state, isHiddenNumber(state, value) ? STARS : value);
  return spend(state, typeof value === "boolean" ? value : null);
}

function isHiddenNumber({ extra }: State, value: number): boolean {
  return extra !== null && extra.hide(String(value)) !== String(value);
}

function fieldMask(
  { extra }: State,
  { auditTypeId, field = "" }: { auditTypeId?: unknown; field?: string },
): (text: string) => string {
  if (typeof auditTypeId === "string") {
    return (text) => maskEntryText({ auditTypeId, field, text, extra });
  }
  return extra === null
    ? (text) => maskText(text)
    : (text) => maskEntryText({ auditTypeId: "", field, text, extra });
}

function maskList(state: State, list: unknown[], depth: number): unknown[] {
  const kept: unknown[] = [];
  for (const value of list) {
    if (state.left <= 0) {
      kept.push(cut(state, `… +${list.length - kept.length}`));
      break;
    }
    state.left -= 1;
    kept.push(maskValue(state, { value, depth: depth + 1 }));
  }
  return kept;
}

// A row of the event log is masked by the rules of its type, which know where its secrets stand.
function maskRecord(
  state: State,
  record: Record<string, unknown>,
  depth: number,
): Record<string, unknown> {
  const fields = Object.entries(record);
  const { auditTypeId } = record;
  const kept: [string, unknown][] = [];
  for (const [field, value] of fields) {
    if (state.left <= 0) {
      kept.push(["…", cut(state, `+${fields.length - kept.length}`)]);
      break;
    }
    const name = state.extra?.hide(field) ?? field;
    const key = keepText(state, name.slice(0, MAX_KEY), (text) => text);
    const isHidden = state.isSecret(field) && value !== null && typeof value !== "boolean";
    const mask = fieldMask(state, { auditTypeId, field });
    kept.push([
      key,
      isHidden ? spend(state, STARS) : maskValue(state, { value, depth: depth + 1, mask }),
    ]);
  }
  // Not built by assignment: a field may be called __proto__.
  return Object.fromEntries(kept);
}

function keepText(state: State, text: string, mask: (text: string) => string): string {
  const isLong = text.length > MAX_TEXT;
  // A rule may reach from a text's beginning to far behind: then it is masked as a whole.
  const isWhole = isLong && state.extra !== null;
  if (isWhole && text.length > MAX_SEARCHED) return cut(state, "…");
  let masked = isWhole ? withoutTail(mask(text)) : mask(isLong ? withoutTail(text) : text);
  if (masked.length >= MIN_SECRET) {
    for (const secret of state.secrets) masked = masked.replaceAll(secret, STARS);
  }
  // The database takes neither NUL nor halves of a surrogate pair.
  const clean = masked.toWellFormed().replaceAll("\0", "\ufffd");
  const bytes = byteLength(clean);
  if (bytes <= state.left) {
    state.isCut ||= isLong;
    return spend(state, clean);
  }
  const share = Math.max(state.left, 0) / bytes;
  const head = clean.slice(0, Math.floor(clean.length * share)).toWellFormed();
  return cut(state, `${head}…`);
}

// Half of a secret at the end would not be recognized: the last word goes with it.
function withoutTail(text: string): string {
  const head = text.slice(0, MAX_TEXT);
  const tail = head.slice(-MAX_TAIL);
  const end = tail.search(/\S*$/);
  return head.slice(0, head.length - tail.length + end);
}

function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function spend<T>(state: State, value: T): T {
  state.left -= byteLength(value) + 1;
  return value;
}

function cut(state: State, text: string): string {
  state.isCut = true;
  return spend(state, text);
}
