import { readFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { internal, notFound } from "../errors.ts";

const TYPES: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

/** Only from ourselves; the page writes styles while it runs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const START = `window.ui = SwaggerUIBundle({
  url: "/api/v1/openapi.json", dom_id: "#doors", deepLinking: true, validatorUrl: null,
});
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The API of Logbook for Bitrix24</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="doors"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

export function docsPage(): Response {
  return new Response(PAGE, {
    headers: { ...HEADERS, "content-type": "text/html; charset=utf-8" },
  });
}

/** A file of the page; nothing but these can be asked for. */
export async function docsFile(name: string): Promise<Response> {
  const type = name === "start.js" ? TYPES["swagger-ui-bundle.js"] : TYPES[name];
  if (type === undefined || !Object.hasOwn({ ...TYPES, "start.js": "" }, name)) {
    throw notFound("file", name.slice(0, 60));
  }
  const content = name === "start.js" ? START : await readFile(pathOf(name), "utf8");
  return new Response(content, {
    headers: { ...HEADERS, "content-type": type, "cache-control": "public, max-age=3600" },
  });
}

function pathOf(name: string): string {
  // The pages' builder moves this file: packages are found from where the process was started from.
  const main = pathToFileURL(process.argv[1] ?? import.meta.filename);
  const found = findPackageJSON("swagger-ui-dist", main);
  if (found === undefined) throw internal("The page of the API is not installed.");
  return join(dirname(found), name);
}
