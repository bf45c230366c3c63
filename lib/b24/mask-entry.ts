import type { ExtraMasks } from "./extra-masks.ts";
import { isCleanJson } from "./mask-clean-json.ts";
import { isCleanPhp } from "./mask-clean-php.ts";
import { maskHidden } from "./mask-hidden.ts";
import { maskText } from "./mask-text.ts";
import { isPrivateKey, isSecretKey } from "./secret-keys.ts";

const PHONE_RUN = /[+\d][\d\s().-]*/g;
const MIN_PHONE_DIGITS = 5;
const STARS = "***";
// Base64 in base64 and so on: what is wrapped more often is masked unseen.
const MAX_LAYERS = 3;

/** The texts of a log entry that can carry secrets. */
interface EntryTexts {
  auditTypeId: string;
  itemId: string;
  requestUri: string;
  userAgent: string | null;
  description: string | null;
}

/**
 * The one masking of log entries: secrets in addresses and texts become `***` before anything else
 * sees the entry, and so does what the portal's own rules name. Sizes stated by PHP are kept right. An entry without
 * any is given back as it is.
 */
export function maskEntry<Entry extends EntryTexts>(
  entry: Entry,
  extra: ExtraMasks | null = null,
): Entry {
  const { itemId, requestUri, userAgent, description } = entry;
  const masked = {
    itemId: maskField("itemId", itemId, extra),
    requestUri: maskKnown("requestUri", requestUri, extra),
    userAgent: userAgent === null ? null : maskKnown("userAgent", userAgent, extra),
    description:
      description === null ? null : maskDescription(entry.auditTypeId, description, extra),
  };
  const isSame =
    masked.itemId === itemId &&
    masked.requestUri === requestUri &&
    masked.userAgent === userAgent &&
    masked.description === description;
  return isSame ? entry : { ...entry, ...masked };
}

// The same programs and pages come again and again: those that hold nothing to be masked are known by the look.
const MAX_CLEAN = 10_000;
const MAX_LENGTH = 400;
const clean = { userAgent: new Map<string, string>(), requestUri: new Map<string, string>() };

function maskKnown(field: keyof typeof clean, text: string, extra: ExtraMasks | null): string {
  if (extra !== null || text.length > MAX_LENGTH) return maskField(field, text, extra);
  const texts = clean[field];
  const known = texts.get(text);
  if (known !== undefined) return known;
  const masked = maskField(field, text, null);
  if (masked !== text) return masked;
  if (texts.size >= MAX_CLEAN) texts.clear();
  texts.set(text, text);
  return text;
}

interface MaskTextInput {
  auditTypeId: string;
  field: string;
  text: string;
  extra?: ExtraMasks | null;
}

/** The masking of one field of an entry, for rows that are kept as the portal sent them. */
export function maskEntryText({ auditTypeId, field, text, extra = null }: MaskTextInput): string {
  if (field === "description") return maskDescription(auditTypeId, text, extra);
  return maskField(field, text, extra);
}

/** Any field but the description. */
function maskField(field: string, text: string, extra: ExtraMasks | null): string {
  const isUri = field === "requestUri";
  if (extra === null) return maskText(text, isUri ? IN_URI : IN_TEXT);
  return extra.hide(maskText(text, { isUri, isSecret: withExtra(isSecretKey, extra) }));
}

const IN_TEXT = { isUri: false, isSecret: isSecretKey };
const IN_URI = { isUri: true, isSecret: isSecretKey };

type KeyTest = (key: string) => boolean;

function withExtra(isSecret: KeyTest, extra: ExtraMasks | null): KeyTest {
  return extra === null ? isSecret : (key) => isSecret(key) || extra.isSecret(key);
}

function maskDescription(
  auditTypeId: string,
  description: string,
  extra: ExtraMasks | null,
  layers = 0,
): string {
  if (extra === null && isUsual(auditTypeId) && isClean(description)) return description;
  const inner = decodeBase64(description);
  if (inner !== null) {
    const masked = maskDescription(auditTypeId, inner, extra, layers);
    return masked === inner ? description : `==${Buffer.from(masked).toString("base64")}`;
  }
  const isPhp = /^[aOs]:\d/.test(description);
  const usual = maskUsual(auditTypeId, description, { extra, isPhp });
  const masked = maskHidden(usual, {
    mask: (text) => maskPlain(auditTypeId, text, { extra, isSized: true }),
    maskInner: (text) =>
      layers < MAX_LAYERS ? maskDescription(auditTypeId, text, extra, layers + 1) : STARS,
  });
  return extra === null ? masked : extra.hide(masked, { isPhp });
}

function maskUsual(
  auditTypeId: string,
  description: string,
  { extra, isPhp }: { extra: ExtraMasks | null; isPhp: boolean },
): string {
  if (!isPhp || isMessage(auditTypeId)) return maskPlain(auditTypeId, description, { extra });
  // PHP states sizes in bytes: with one character for each byte positions can be computed.
  const bytes = toBytes(description);
  const masked = maskPlain(auditTypeId, bytes, { extra, isSized: true });
  if (masked === bytes) return description.toWellFormed();
  return Buffer.from(masked, "latin1").toString();
}

function toBytes(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString("latin1");
}

function maskPlain(
  auditTypeId: string,
  text: string,
  { extra, isSized = false }: { extra: ExtraMasks | null; isSized?: boolean },
): string {
  const isNamed = withExtra(isSecretKey, extra);
  if (isMessage(auditTypeId)) return maskPhones(maskText(text, { isSecret: isNamed, isSized }));
  const isSecret = isDeletion(auditTypeId)
    ? (key: string) => isNamed(key) || isPrivateKey(key)
    : isNamed;
  return maskText(text, { isSecret, isSized });
}

function isClean(description: string): boolean {
  return isCleanJson(description, isSecretKey) || isCleanPhp(description);
}

/** Entries of other types have masks of their own. */
function isUsual(auditTypeId: string): boolean {
  return !isMessage(auditTypeId) && !isDeletion(auditTypeId);
}

function isDeletion(auditTypeId: string): boolean {
  return auditTypeId === "USER_DELETE";
}

function isMessage(auditTypeId: string): boolean {
  return auditTypeId.startsWith("MESSAGE_");
}

function maskPhones(text: string): string {
  return text.replace(PHONE_RUN, (run) => {
    const digits = run.replace(/\D/g, "").length;
    if (digits < MIN_PHONE_DIGITS) return run;
    return run.endsWith(" ") || run.endsWith("\n") ? `***${run.slice(-1)}` : "***";
  });
}

function decodeBase64(description: string): string | null {
  if (!description.startsWith("==") || !/^==[a-z0-9+/]{4,}={0,2}$/i.test(description)) return null;
  const bytes = Buffer.from(description.slice(2), "base64");
  const text = bytes.toString();
  // Only a text can be looked into; anything else stays as it is.
  return Buffer.from(text).equals(bytes) ? text : null;
}
