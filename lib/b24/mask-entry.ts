import { maskText } from "./mask-text.ts";
import { isPhoneKey, isSecretKey } from "./secret-keys.ts";

const PHONE_RUN = /[+\d][\d\s().-]*/g;
const MIN_PHONE_DIGITS = 5;

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
 * sees the entry. Sizes stated by PHP-serialized texts are kept right.
 */
export function maskEntry<Entry extends EntryTexts>(entry: Entry): Entry {
  const mask = (field: string, text: string): string =>
    maskEntryText({ auditTypeId: entry.auditTypeId, field, text });
  const { itemId, requestUri, userAgent, description } = entry;
  return {
    ...entry,
    itemId: mask("itemId", itemId),
    requestUri: mask("requestUri", requestUri),
    userAgent: userAgent === null ? null : mask("userAgent", userAgent),
    description: description === null ? null : mask("description", description),
  };
}

/** The masking of one field of an entry, for rows that are kept as the portal sent them. */
export function maskEntryText(input: { auditTypeId: string; field: string; text: string }): string {
  const { auditTypeId, field, text } = input;
  if (field === "description") return maskDescription(auditTypeId, text);
  return maskText(text, { isUri: field === "requestUri" });
}

function maskDescription(auditTypeId: string, description: string): string {
  const inner = decodeBase64(description);
  if (inner !== null) {
    const masked = maskDescription(auditTypeId, inner);
    return masked === inner ? description : `==${Buffer.from(masked).toString("base64")}`;
  }
  if (/^MESSAGE_/.test(auditTypeId)) return maskPhones(maskText(description));
  const isDeletion = auditTypeId === "USER_DELETE";
  const isSecret = isDeletion ? (key: string) => isSecretKey(key) || isPhoneKey(key) : isSecretKey;
  if (!/^[aOs]:\d/.test(description)) return maskText(description, { isSecret });
  // PHP states sizes in bytes: with one character for each byte positions can be computed.
  const bytes = Buffer.from(description).toString("latin1");
  return Buffer.from(maskText(bytes, { isSecret }), "latin1").toString();
}

function maskPhones(text: string): string {
  return text.replace(PHONE_RUN, (run) => {
    const digits = run.replace(/\D/g, "").length;
    if (digits < MIN_PHONE_DIGITS) return run;
    return run.endsWith(" ") || run.endsWith("\n") ? `***${run.slice(-1)}` : "***";
  });
}

function decodeBase64(description: string): string | null {
  if (!/^==[a-z0-9+/]{4,}={0,2}$/i.test(description)) return null;
  const bytes = Buffer.from(description.slice(2), "base64");
  const text = bytes.toString();
  // Only a text can be looked into; anything else stays as it is.
  return Buffer.from(text).equals(bytes) ? text : null;
}
