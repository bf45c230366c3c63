import { openRoute } from "../../../../lib/http/index.ts";
import { docsFile } from "../../../../lib/openapi/index.ts";

export const GET = openRoute<{ file: string }>(async ({ file }) => docsFile(file));
