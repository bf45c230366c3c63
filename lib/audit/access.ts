import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { applicationFault, invalidParameter, notAuthorized, RpcFault } from "./rpc-fault.ts";

export interface Proven {
  ctx: PortalCtx;
  tokenId: string;
  name: string;
}

export interface Reading {
  method: string;
  query: unknown;
  rows: number | null;
  startedAtMs: number;
}

/** Who may come in, and where it is written down that somebody read. */
export interface Access {
  /**
   * Throws `unauthorized`, `token_expired` or `forbidden`, and `too_many_requests` for a call too many: each call of
   * a token that there is counts, also of one that is refused then.
   */
  prove(token: string): Promise<Proven>;
  note(ctx: PortalCtx, reading: Reading): void;
  /** Throws `too_many_requests` too, for the caller's address; for each call of a request but the first. */
  countFurther(): void;
}

export async function proveFor(access: Access, token: string | null, method: string) {
  if (token === null) throw notAuthorized();
  try {
    return await access.prove(token);
  } catch (error) {
    if (isAppError(error, "unauthorized")) throw notAuthorized();
    if (isAppError(error, "token_expired")) throw applicationFault("API token expired.");
    if (isAppError(error, "forbidden"))
      throw applicationFault(`No permissions to call "${method}".`);
    throw error;
  }
}

/** The token of a request and its call: the header's, else the one in the body that old clients send. */
export function tokenOf(header: string | null, auth: string | null): string | null {
  const bearer = bearerOf(header);
  if (bearer !== null && auth !== null && bearer !== auth) {
    throw new RpcFault(
      -32602,
      'The authorization header and the "auth" parameter hold different tokens.',
    );
  }
  return bearer ?? auth;
}

/** With small letters or another scheme it is no token. */
export function bearerOf(header: string | null): string | null {
  const prefix = "Bearer ";
  return header?.startsWith(prefix) === true ? header.slice(prefix.length).trim() : null;
}

export function readTokenText(path: string, value: unknown): string {
  if (typeof value !== "string") throw invalidParameter(path, "a character string is expected");
  return value;
}
