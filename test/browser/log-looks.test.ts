import type { Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { answerInstead } from "../support/answer-instead.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { browserBed } from "../support/browser-test.ts";
import type { Visitor } from "../support/browser-visitor.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 160 }] });
bed.portal.settings.logsRestUse = false;

const ENTRIES = /api\/v1\/entries\?/;
const COVERAGE = /api\/v1\/coverage/;
const problem = (status: number, part: object = {}) => ({
  status,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: "urn:logbook:unavailable", requestId: "example-1", ...part }),
});

interface State {
  /** What the address asks for. */
  query?: Record<string, string>;
  /** What the archive answers instead; the code of a reason beside the rows, or another page. */
  page?: Record<string, unknown>;
  reason?: string;
  /** What the answer says of the archive's reach instead. */
  coverage?: Record<string, unknown>;
  refusal?: ReturnType<typeof problem> | "offline";
  heading?: RegExp;
  text?: RegExp;
  cell?: RegExp;
}

const STATES: Record<string, State> = {
  rows: {},
  "an order by value": { query: { sort: "-severity" } },
  charts: { query: { view: "charts" }, text: /entries/ },
  "no match": { query: { q: "nothing-like-this" }, heading: /^No entry matches/ },
  "outside coverage": {
    query: { from: "2020-01-01T00:00:00Z", to: "2020-02-01T00:00:00Z" },
    heading: /outside of the archive/,
  },
  "removed by retention": {
    query: { from: "2020-01-01T00:00:00Z", to: "2020-02-01T00:00:00Z" },
    coverage: {
      removed: [
        {
          ...{ from: "2019-12-01T00:00:00.000Z", to: "2020-03-01T00:00:00.000Z" },
          ...{ months: 6, isWhole: true },
        },
      ],
    },
    heading: /were removed$/,
  },
  "a query that is wrong": { query: { q: "tipe:USER_LOGIN" }, text: /^Not applied/ },
  "too slow": {
    query: { q: "rare" },
    page: { items: [], older: "example", searchedTo: "2026-11-14T09:00:00.000Z" },
    heading: /^Nothing found in the time/,
  },
  "plan without a log": { reason: "portal_method_missing", text: /no event log for applications/ },
  "a scope that is missing": { reason: "portal_scope_missing", text: /lacks a permission/ },
  "an archive that fills": {
    coverage: { state: "filling", percent: 38, loadedFrom: "2026-11-14T09:00:00.000Z" },
    text: /loaded 38 %/,
  },
  "a gap": {
    coverage: {
      spans: [{ state: "lost", from: "2020-01-01T00:00:00.000Z", to: "2100-01-01T00:00:00.000Z" }],
    },
    cell: /^Lost: the portal had dropped/,
  },
  offline: { refusal: "offline", heading: /^No connection/ },
  "rights that were lost": {
    refusal: problem(403, { type: "urn:logbook:portal-forbidden" }),
    heading: /^This is for administrators/,
  },
  "a limit": { refusal: problem(429), heading: /needs a pause/ },
  "a fault of ours": { refusal: problem(500), heading: /on our side/ },
};

interface Look {
  size?: { width: number; height: number };
  theme?: "dark";
}

const LOOKS: Record<string, Look> = {
  light: {},
  dark: { theme: "dark" },
  "forced colours": {},
  // Half of what the frame has in a window of 1280 pixels; the portal's own page takes 324 beside it.
  "200 % zoom": { size: { width: 802, height: 640 } },
  "320 pixels": { size: { width: 644, height: 900 } },
};

async function open(look: string): Promise<Visitor> {
  const { size, theme } = LOOKS[look] ?? {};
  const person = await bed.visitor({
    ...(size !== undefined && { size }),
    ...(theme !== undefined && { theme }),
  });
  if (look === "forced colours") await person.page.emulateMedia({ forcedColors: "active" });
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
  await person.app.getByRole("search").waitFor();
  return person;
}

type AnswerOf = (state: State) => (route: Route) => Promise<void>;

const entriesOf: AnswerOf = (state) => async (route) => {
  if (state.refusal === "offline") return route.abort("internetdisconnected");
  if (state.refusal !== undefined) return route.fulfill(state.refusal);
  const response = await route.fetch();
  const body = (await response.json()) as { coverage: object };
  const reason = state.reason !== undefined && { reason: state.reason };
  const coverage = { ...body.coverage, ...reason, ...state.coverage };
  return route.fulfill({ response, json: { ...body, coverage, ...state.page } });
};

const coverageOf: AnswerOf = (state) => async (route) => {
  const response = await route.fetch();
  const body = (await response.json()) as object;
  return route.fulfill({ response, json: { ...body, ...state.coverage } });
};

async function show(person: Visitor, state: State): Promise<void> {
  const { app } = person;
  const frame = await person.frame();
  const url = new URL(frame.url());
  for (const name of ["q", "from", "to", "sort", "view"]) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(state.query ?? {})) url.searchParams.set(name, value);
  await frame.goto(url.href);
  if (state.heading !== undefined) {
    await app.getByRole("heading", { name: state.heading }).waitFor();
  } else if (state.text !== undefined) await app.getByText(state.text).first().waitFor();
  else if (state.cell !== undefined)
    await app.getByRole("gridcell", { name: state.cell }).waitFor();
  else await app.locator("[role=row][data-row]").first().waitFor();
}

/** Content that reaches out of the window sideways, which nobody could scroll to. */
async function overflow(person: Visitor): Promise<number> {
  return (await person.frame()).evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

describe.each(Object.keys(LOOKS))("the log in %s", (look) => {
  test("has no barrier in any of its states, and nothing that reaches out of it", async () => {
    const person = await open(look);
    person.expectFaults(/40[0-9]|429|500|ERR_INTERNET_DISCONNECTED/);
    const found: Record<string, string[]> = {};
    const entries = await answerInstead(person.page, { at: ENTRIES, answer: null });
    const coverage = await answerInstead(person.page, { at: COVERAGE, answer: null });
    for (const [name, state] of Object.entries(STATES)) {
      entries.change(entriesOf(state));
      coverage.change(state.coverage === undefined ? null : coverageOf(state));
      await show(person, state);
      const barriers = await findBarriers(await person.frame());
      if (barriers.length > 0) found[name] = barriers;
      expect(await overflow(person), name).toBeLessThanOrEqual(0);
    }
    expect(found).toEqual({});
  }, 240_000);
});
