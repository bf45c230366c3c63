import { listEntries, readArchivePage, readFields, withFields } from "../../../../lib/archive/index.ts";
import { adminRoute } from "../../../../lib/http/index.ts";

export const GET = adminRoute(async (ctx, { url, accessToken }) => {
  const query = Object.fromEntries(url.searchParams);
  const { fields, ...wanted } = query;
  if (fields !== undefined) readFields(fields);
  if (query.source !== "portal") {
    return withFields(await readArchivePage(ctx, wanted), { fields });
  }
  return listEntries(ctx, {
    ...query,
    userId: query.user,
    types: query.type?.split(","),
    as: { accessToken },
  });
});
