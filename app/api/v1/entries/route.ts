import { logRoute } from "../../../../lib/http/index.ts";
import { ENTRIES, readEntries } from "../../../../lib/web/index.ts";

export const GET = logRoute(ENTRIES, readEntries);
