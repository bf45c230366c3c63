import { RestError } from "./rest/rest-error.ts";

/** The portal's own check: http or https, and a dot in the host — so 127.0.0.1 passes, localhost not. */
export function checkHandlerUrl(address: string): void {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new RestError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL");
  }
  if (url.hostname.indexOf(".") <= 0) {
    throw new RestError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new RestError("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol");
  }
}
