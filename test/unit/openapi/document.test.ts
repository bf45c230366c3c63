import { globSync, readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { apiDocument, apiText, docsFile, docsPage } from "../../../lib/openapi/index.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** `get /api/v1/entries` for each handler that a file of a route exports. */
function doorsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const path = file
    .replace(/^app/, "")
    .replace(/\/route\.ts$/, "")
    .replaceAll(/\[(\w+)\]/g, "{$1}");
  const named = [...text.matchAll(/export (?:const|async function|function) ([A-Z]+)\b/g)];
  const listed = [...text.matchAll(/export \{([^}]*)\}/g)].map(([, names = ""]) =>
    names.split(","),
  );
  const all = [...named.map(([, name = ""]) => name), ...listed.flat().map((name) => name.trim())];
  return all
    .filter((name) => METHODS.includes(name))
    .map((name) => `${name.toLowerCase()} ${path}`);
}

const FILES = [
  "app/api/v1/**/route.ts",
  "app/api/jsonrpc/route.ts",
  "app/api_jsonrpc.php/route.ts",
];
// What catches all other paths is no door.
const existing = FILES.flatMap((pattern) => globSync(pattern))
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !file.includes("[..."))
  .flatMap(doorsOf);

const document = apiDocument();
const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.keys(item).map((method) => `${method} ${path}`),
);

describe("the description of the API", () => {
  test("has every door that exists, and none that does not", () => {
    expect(existing.length).toBeGreaterThan(40);
    expect(described.toSorted()).toEqual(existing.toSorted());
  });

  test("is sent as it was written once", () => {
    expect(JSON.parse(apiText())).toEqual(JSON.parse(JSON.stringify(document)));
    expect(apiText()).toBe(apiText());
  });

  test("is of OpenAPI 3.1 and points to nothing that is not in it", () => {
    const text = JSON.stringify(document);
    const wanted = new Set(
      [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
    );

    expect(document.openapi).toBe("3.1.0");
    expect(wanted.size).toBeGreaterThan(4);
    expect(
      [...wanted].filter((name) => document.components?.schemas?.[name ?? ""] === undefined),
    ).toEqual([]);
  });

  test("takes limits and names from the schemas that the doors read by", () => {
    const { parameters = [] } = document.paths?.["/api/v1/entries"]?.get ?? {};
    const limit = parameters.find((one) => "name" in one && one.name === "limit");
    const names = parameters.flatMap((one) => ("name" in one ? [one.name] : []));

    expect(limit).toMatchObject({ in: "query", schema: { minimum: 1, maximum: 1_000 } });
    expect(names).toEqual(
      expect.arrayContaining(["q", "from", "to", "order", "cursor", "fields", "tz"]),
    );
  });

  test("says of each door who may come in", () => {
    const { paths = {} } = document;

    expect(paths["/api/v1/tokens"]?.post?.security).toEqual([{ session: [] }]);
    expect(paths["/api/v1/entries"]?.get?.security).toEqual([{ token: [] }, { session: [] }]);
    expect(paths["/api/v1/openapi.json"]?.get?.security).toEqual([]);
  });
});

describe("the page that shows it", () => {
  test("loads nothing from elsewhere and runs nothing that stands in it", async () => {
    const page = docsPage();
    const html = await page.text();
    const policy = page.headers.get("content-security-policy") ?? "";

    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<script>|<script [^>]*>[^<]/);
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    for (const [, path = ""] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const name = path.replace("/api/docs/", "");
      const file = await docsFile(name);
      expect(file.status).toBe(200);
      expect((await file.text()).length).toBeGreaterThan(50);
    }
  });

  test("has its files wherever the process was started", async () => {
    const cwd = vi.spyOn(process, "cwd").mockReturnValue("/");

    const file = await docsFile("swagger-ui.css");
    cwd.mockRestore();

    expect(file.headers.get("content-type")).toContain("text/css");
  });

  test.each(["package.json", "../pg/package.json", "constructor", "__proto__", ""])(
    "gives out no other file: %j",
    async (name) => {
      await expect(docsFile(name)).rejects.toMatchObject({ code: "not_found" });
    },
  );
});
