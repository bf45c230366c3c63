import { z } from "zod";

const MAX_TOKEN = 1_024;
const token = z.string().min(8).max(MAX_TOKEN);
const memberId = z.string().regex(/^[A-Za-z0-9]{8,64}$/, "is not a portal id");
const optionalText = z.string().max(4_096).optional().catch(undefined);

/** The form with which the portal opens the installer, the app or a placement; nothing in it is proven. */
export const OpenForm = z.object({
  AUTH_ID: token,
  REFRESH_ID: token.optional(),
  AUTH_EXPIRES: z.coerce.number().int().min(0).max(86_400).catch(3_600),
  SERVER_ENDPOINT: optionalText,
  APPLICATION_TOKEN: z.string().min(8).max(128).optional(),
  member_id: memberId,
  PLACEMENT: z.string().max(128).catch("DEFAULT"),
  PLACEMENT_OPTIONS: z
    .string()
    .max(64 * 1024)
    .optional(),
});
export type OpenForm = z.output<typeof OpenForm>;

/** What the designer posts for the settings of a step. Its options may be large; the page gets them from the portal. */
export const SettingsForm = OpenForm.omit({ PLACEMENT_OPTIONS: true });
export type SettingsForm = z.output<typeof SettingsForm>;

const EventAuth = z.object({
  member_id: memberId,
  application_token: z.string().min(8).max(128),
  access_token: token.optional(),
  refresh_token: token.optional(),
  server_endpoint: optionalText,
  user_id: z.coerce.number().int().min(0).optional().catch(undefined),
});

export const EventForm = z.object({
  event: z.string().min(1).max(128),
  data: z.record(z.string(), z.unknown()).default({}),
  ts: z.coerce.number().int().min(0).optional().catch(undefined),
  auth: EventAuth,
});
export type EventForm = z.output<typeof EventForm>;

const ids = z.union([z.array(z.string()), z.record(z.string(), z.string())]);
const triple = ids
  .transform((value) => (Array.isArray(value) ? value : Object.values(value)))
  .pipe(z.array(z.string().max(255)).length(3, "must have three parts"));

export const ActivityForm = z.object({
  workflow_id: z.string().min(1).max(128),
  code: z.string().min(1).max(128),
  document_id: triple,
  document_type: triple,
  event_token: z.string().min(8).max(1_024),
  properties: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()).max(0)]).default({}),
  use_subscription: z.enum(["Y", "N"]),
  timeout_duration: z.coerce.number().int().min(0).max(200_000_000).default(0),
  ts: z.coerce.number().int().min(0).optional().catch(undefined),
  auth: EventAuth,
});
export type ActivityForm = z.output<typeof ActivityForm>;

const expires = z.coerce.number().int().optional();

/** Answer of the auth server's token address; `domain` in it is the auth server, never the portal. */
export const TokenAnswer = z.object({
  access_token: token,
  refresh_token: token,
  expires,
  expires_in: z.coerce.number().int().min(1).catch(3_600),
  member_id: memberId,
  client_endpoint: z.url(),
  server_endpoint: z.url().optional(),
  user_id: z.coerce.number().int().optional(),
  status: z.string().optional(),
});
export type TokenAnswer = z.output<typeof TokenAnswer>;

/** Answer of `rest/app.info` on the auth server: whose token it is and where that portal lives. */
export const GrantAnswer = z.object({
  client_id: z.string(),
  scope: z.string().catch(""),
  user_id: z.coerce.number().int(),
  expires: z.string().optional(),
  install: z.object({
    member_id: memberId,
    client_endpoint: z.url(),
    domain: z.string().optional(),
    status: z.string().optional(),
    version: z.coerce.number().int().optional().catch(undefined),
  }),
});
export type GrantAnswer = z.output<typeof GrantAnswer>;

export const ProfileAnswer = z.object({
  ID: z.coerce.number().int(),
  ADMIN: z.boolean(),
  NAME: z.string().catch(""),
  LAST_NAME: z.string().catch(""),
  TIME_ZONE: z.string().catch(""),
});
export type ProfileAnswer = z.output<typeof ProfileAnswer>;

export const AppInfoAnswer = z.object({
  ID: z.coerce.number().int(),
  CODE: z.string(),
  VERSION: z.coerce.number().int(),
  STATUS: z.string(),
  INSTALLED: z.boolean(),
  LICENSE: z.string().optional(),
  LICENSE_TYPE: z.string().nullish(),
});
export type AppInfoAnswer = z.output<typeof AppInfoAnswer>;

export const TimeAnswer = z.object({
  finish: z.number().optional().catch(undefined),
  operating: z.number().optional().catch(undefined),
  operating_reset_at: z.number().optional().catch(undefined),
});
export type TimeAnswer = z.output<typeof TimeAnswer>;
