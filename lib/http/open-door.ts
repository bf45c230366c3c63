import { z } from "zod";

import type { Ctx } from "../ctx.ts";
import { enterPortal, type OpenForm } from "../portals/index.ts";
import { seeOther } from "./door-route.ts";
import { sealFor } from "./seals.ts";
import { createSession } from "./session.ts";

// What a link into the app may carry; everything else in the placement's options is the portal's own.
const LINK_KEYS = [
  ...(["v", "e", "s", "q", "from", "to", "tz", "sort"] as const),
  ...(["sev", "type", "mod", "user", "ip", "item", "site"] as const),
] as const;
const MAX_LINK_TEXT = 500;
const LinkOptions = z.record(z.string(), z.unknown());

interface OpenInput {
  form: OpenForm;
  url: URL;
  isInstaller: boolean;
  /** Another page than that of the log, such as the settings of a step. */
  page?: string;
}

/** Lets the user in and answers with the way to the page: a ticket for one use, and who may frame it. */
export async function openDoor(ctx: Ctx, input: OpenInput): Promise<Response> {
  const lang = toLang(input.url.searchParams.get("LANG"));
  const entrance = await enterPortal(ctx, input.form);
  if (entrance.kind === "ask-admin") {
    const o = await sealFor("framing", { key: "", origin: entrance.origin });
    return seeOther(`/denied?${new URLSearchParams({ o, lang }).toString()}`);
  }
  const { portal, proven, isAdmin } = entrance;
  const session = await createSession(ctx, {
    portal,
    proven,
    accessToken: input.form.AUTH_ID,
    lang,
  });
  const query = new URLSearchParams({
    t: await sealFor("ticket", {
      key: portal.key,
      origin: proven.origin,
      sessionId: session.id,
    }),
    o: await sealFor("framing", { key: portal.key, origin: proven.origin }),
    lang,
    ...linkOptions(input.form.PLACEMENT_OPTIONS),
  });
  const page = input.page ?? (input.isInstaller && isAdmin ? "setup" : "log");
  return seeOther(`/p/${portal.key}/${page}?${query.toString()}`);
}

function toLang(text: string | null): string {
  return /^[a-z]{2}$/.test(text ?? "") ? (text ?? "en") : "en";
}

// Hostile input: only short texts under known keys are taken over.
function linkOptions(text: string | undefined): Record<string, string> {
  const parsed = LinkOptions.safeParse(parseJson(text ?? ""));
  if (!parsed.success) return {};
  const pairs = LINK_KEYS.map((key) => [key, parsed.data[key]] as const).filter(
    (pair): pair is [(typeof LINK_KEYS)[number], string] =>
      typeof pair[1] === "string" && pair[1].length <= MAX_LINK_TEXT,
  );
  return Object.fromEntries(pairs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
