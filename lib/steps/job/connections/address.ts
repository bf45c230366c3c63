import { assertHostAllowed } from "../../../b24/index.ts";
import { env } from "../../../env.ts";
import { isAppError } from "../../../errors.ts";

/** Whether the operator named this host, with its port or without: then it may be private and without TLS. */
export function isAllowedHost(url: URL, allowed: readonly string[] = env().JOB_ALLOW_HOSTS) {
  return allowed.includes(url.hostname) || allowed.includes(url.host);
}

/** What is wrong with an address of a connection, or null. Names are looked up, and checked again, when it is used. */
export function addressFault(text: string, allowed?: readonly string[]): string | null {
  if (!URL.canParse(text)) return "is not an address";
  const url = new URL(text);
  const isAllowed = isAllowedHost(url, allowed);
  if (url.protocol !== "https:" && !(isAllowed && url.protocol === "http:")) {
    return "must begin with https://";
  }
  if (url.username !== "" || url.password !== "") return "must not hold a name or password";
  if (url.hash !== "") return "must not hold a fragment (#)";
  try {
    assertHostAllowed(url.hostname, isAllowed);
    return null;
  } catch (error) {
    if (!isAppError(error, "address_refused")) throw error;
    return "is not an address of the public internet";
  }
}
