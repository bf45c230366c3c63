import {
  getRetention,
  previewRetention,
  RetentionRules,
  saveRetention,
  SaveRetentionInput,
  userNames,
  type RetentionView,
} from "../../../../lib/archive/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

type Ctx = Parameters<typeof getRetention>[0];

export const GET = adminRoute(async (ctx) => withName(ctx, await getRetention(ctx)));

/** Only looks: what would happen to the entries that are here now. */
export const POST = adminRoute(async (ctx, { request }) =>
  previewRetention(ctx, await readJson(request, RetentionRules)),
);

export const PUT = adminRoute(async (ctx, { request }) =>
  withName(ctx, await saveRetention(ctx, await readJson(request, SaveRetentionInput))),
);

async function withName(ctx: Ctx, view: RetentionView) {
  const { changedBy } = view;
  const names = changedBy === null ? null : await userNames(ctx, [changedBy]);
  return { ...view, changedByName: names?.get(changedBy ?? 0) ?? null };
}
