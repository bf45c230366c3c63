import { sealData, unsealData } from "iron-session";
import { z } from "zod";
import { sessionPasswords } from "../key-ring.ts";

export const TICKET_SECONDS = 60;
export const SESSION_SECONDS = 3_600;
/** A download that broke off goes on with the same address so long. */
export const DOWNLOAD_SECONDS = 900;
const NO_LIMIT = 0;

const Issued = z.object({ at: z.number() });
const sessionId = z.string().min(16);
const Ticket = z.object({ use: z.literal("ticket"), key: z.string(), origin: z.url(), sessionId });
const Cookie = z.object({ use: z.literal("cookie"), key: z.string(), origin: z.url(), sessionId });
const Header = z.object({ use: z.literal("header"), key: z.string(), sessionId });
const Framing = z.object({ use: z.literal("framing"), key: z.string(), origin: z.url() });
const OauthState = z.object({ use: z.literal("oauth"), host: z.string(), nonce: z.string() });

const Download = z.object({
  use: z.literal("download"),
  key: z.string(),
  sessionId,
  id: z.uuid(),
  digest: z.string(),
});

const SEALS = {
  ticket: { schema: Ticket, ttl: TICKET_SECONDS },
  cookie: { schema: Cookie, ttl: SESSION_SECONDS },
  header: { schema: Header, ttl: SESSION_SECONDS },
  framing: { schema: Framing, ttl: NO_LIMIT },
  oauth: { schema: OauthState, ttl: 600 },
  download: { schema: Download, ttl: DOWNLOAD_SECONDS },
} as const;

type Use = keyof typeof SEALS;
export type Sealed<U extends Use> = z.output<(typeof SEALS)[U]["schema"]>;

/** Seals what a browser carries for us; `use` is inside, so that one kind never passes for another. */
export async function sealFor<U extends Use>(
  use: U,
  content: Omit<Sealed<U>, "use">,
): Promise<string> {
  const sealed = { ...content, use, at: Date.now() };
  return sealData(sealed, { password: sessionPasswords().seal, ttl: SEALS[use].ttl });
}

/** Opens a seal; null when it is foreign, changed, over or of another use. */
export async function openSeal<U extends Use>(
  use: U,
  seal: string | null | undefined,
): Promise<Sealed<U> | null> {
  if (seal === null || seal === undefined || seal === "" || seal.length > 4_096) return null;
  const content = await unsealData<unknown>(seal, {
    password: sessionPasswords().open,
    ttl: SEALS[use].ttl,
  });
  const { schema, ttl } = SEALS[use];
  const issued = Issued.safeParse(content);
  // The library allows a minute more than it is told.
  const isOver = !issued.success || (ttl > 0 && Date.now() - issued.data.at > ttl * 1_000);
  if (isOver) return null;
  const parsed = schema.safeParse(content);
  return parsed.success ? (parsed.data as Sealed<U>) : null;
}
