// Names are compared without case and separators: AUTH_ID, auth-id and authId are one.
const EXACT = new Set([
  "auth",
  "authid",
  "authorization",
  "authcode",
  "bxhash",
  "confirmcode",
  "cookie",
  "hithash",
  "loginhash",
  "otp",
  "pass",
  "phpsessid",
  "pin",
  "pwd",
  "refreshid",
  "sessid",
  "sessionid",
  "setcookie",
  "storedhash",
  "userotp",
]);

// Harmless words in a text, secrets in the query of an address.
const EXACT_IN_QUERY = new Set(["appsid", "code", "hash", "key", "sid", "sign", "state", "ticket"]);

// The secret word must end the name: PASSWORD_LENGTH and applicationPasswordId say nothing secret.
const ENDING =
  /(?:password|passwd|passphrase|checkword|token|secret|apikey|accesskey|privatekey|signature|credential)s?(?:hash|confirm|confirmation|repeat|again|new|old|value|text)?\d{0,2}$/;

// The name and the login of a deleted user stay: without them nobody knows who it was.
const PRIVATE = /^(?:personal|email)|phone|mobile|fax|(?:email|birthday|birthdate)\d{0,2}$/;

const MAX_KEY = 100;

function bare(key: string): string {
  return key
    .slice(-MAX_KEY)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

type KeyTest = (key: string) => boolean;

// A log names the same few fields in every row. A longer piece of a text may be a value that is only taken for a name.
const MAX_KNOWN = 5_000;
const MAX_KNOWN_KEY = 24;

function remembered(test: KeyTest): KeyTest {
  const known = new Map<string, boolean>();
  return (key) => {
    if (key.length > MAX_KNOWN_KEY) return test(key);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= MAX_KNOWN) known.clear();
    const result = test(key);
    known.set(copyOf(key), result);
    return result;
  };
}

// A piece of a text holds the whole text, secrets and all, in the memory for as long as it is remembered.
function copyOf(key: string): string {
  return Buffer.from(key, "utf16le").toString("utf16le");
}

export const isSecretKey: KeyTest = remembered((key) => {
  const name = bare(key);
  return EXACT.has(name) || ENDING.test(name);
});

export const isSecretQueryKey: KeyTest = remembered(
  (key) => EXACT_IN_QUERY.has(bare(key)) || isSecretKey(key),
);

/** Names of what a portal knows of a user's private life, phone numbers and e-mail addresses too. */
export const isPrivateKey: KeyTest = remembered((key) => PRIVATE.test(bare(key)));
