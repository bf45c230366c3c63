import { changeReaders, ChangeReadersInput, listReaders } from "../../../../lib/access/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = adminRoute(listReaders);

export const PUT = adminRoute(async (ctx, { request }) =>
  changeReaders(ctx, await readJson(request, ChangeReadersInput)),
);
