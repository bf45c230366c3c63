import type { PortalCtx } from "../../lib/ctx.ts";
import {
  entryContext,
  facetEntries,
  histogramEntries,
  searchEntries,
} from "../../lib/archive/index.ts";
import type { SeededRandom } from "../portal/random.ts";
import { pick } from "../seed/draw.ts";
import * as plain from "./archive-plain.ts";
import type { PeerQuestion } from "./archive-peer.ts";
import type { Sample } from "./archive-samples.ts";

export interface Question {
  what: string;
  /** Answers what was asked before: what has to be known to ask, which is not measured. */
  prepare?: (ctx: PortalCtx) => Promise<string>;
  ours: (ctx: PortalCtx, prepared: string) => Promise<unknown>;
  peer: PeerQuestion[];
}

export interface Kind {
  name: string;
  aimMs: number;
  /** How often the peer is asked, as it is slow. */
  peerRuns: number;
  draw: (sample: Sample, random: SeededRandom) => Question;
}

const LIMIT = 100;
const DAY_MS = 86_400_000;
const FIELDS = ["sev", "type", "module", "user", "ip"];
const RARE = ["Quillfeather", "Zephyrine", "Ольховатка", "Крутояр", "xj-9041-b"];
const MEDIUM = ["discount", "payment manager", "накладная", "договор склад", "stockhandler"];
const FREQUENT = ["cookie", "ajax.php", "Windows NT", "заказ", "order"];
const NETWORKS = ["198.18.64.0/20", "10.2.0.0/16", "203.0.113.0/24", "2001:db8::/36", "private"];
const PATHS = [
  ["json.method:loginAs", '"method":"loginAs"'],
  ["json.order.status:F", '"status":"F"'],
  ["json.applicationType:apauth", '"applicationType":"apauth"'],
  ["json.before.tags:*", '"tags":'],
  ["json.otpUsed:true", '"otpUsed":true'],
] as const;

/** The month that holds the sample. */
function monthAround(at: Date): { from: string; to: string } {
  const from = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const to = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  return { from: from.toISOString(), to: to.toISOString() };
}

function searching(sample: Sample, q: string, condition: plain.Condition): Question {
  return {
    what: q,
    ours: (ctx) => searchEntries(ctx, { q, limit: LIMIT }),
    peer: [plain.page(sample, { condition, limit: LIMIT })],
  };
}

function containing(sample: Sample, text: string): Question {
  return searching(sample, `"${text}"`, plain.contains(text));
}

const substring = (
  name: string,
  choose: (sample: Sample, random: SeededRandom) => string,
): Kind => ({
  name: `archive substring ${name}`,
  aimMs: 60,
  peerRuns: 5,
  draw: (sample, random) => containing(sample, choose(sample, random)),
});

const PAGES: Kind[] = [
  {
    name: "archive newest page",
    aimMs: 20,
    peerRuns: 50,
    draw: (sample) => ({
      what: "newest",
      ours: (ctx) => searchEntries(ctx, { limit: LIMIT }),
      peer: [plain.page(sample, { limit: LIMIT })],
    }),
  },
  {
    name: "archive type and user",
    aimMs: 20,
    peerRuns: 5,
    draw: (sample) => {
      const user = sample.userId ?? 1;
      const condition = plain.equal({ audit_type_id: sample.type, user_id: String(user) });
      return searching(sample, `type:${sample.type} user:${user}`, condition);
    },
  },
  {
    name: "archive deep page",
    aimMs: 20,
    peerRuns: 5,
    draw: (sample) => ({
      what: `before ${sample.at.toISOString()}`,
      prepare: async (ctx) => {
        const to = sample.at.toISOString();
        return (await searchEntries(ctx, { to, limit: 1 })).older ?? "";
      },
      ours: (ctx, cursor) =>
        searchEntries(ctx, { to: sample.at.toISOString(), cursor, limit: LIMIT }),
      peer: [plain.deepPage(sample, { limit: LIMIT })],
    }),
  },
  {
    name: "archive context",
    aimMs: 20,
    peerRuns: 50,
    draw: (sample) => ({
      what: `context of ${sample.seq}`,
      ours: (ctx) => entryContext(ctx, { id: sample.seq, scope: "all" }),
      peer: plain.context(sample),
    }),
  },
];

const SEARCHES: Kind[] = [
  substring("rare", (_sample, random) => pick(random, RARE)),
  substring("medium", (_sample, random) => pick(random, MEDIUM)),
  substring("frequent", (_sample, random) => pick(random, FREQUENT)),
  substring("absent", (_sample, random) => `zq${random.below(1e9).toString(36)}xv`),
  substring("request id", (sample) => (sample.requestId ?? "0fbda8a91117ccbb").slice(0, 16)),
  {
    name: "archive network",
    aimMs: 60,
    peerRuns: 5,
    draw: (sample, random) => {
      const address = sample.address ?? "203.0.113.7";
      const value = random.below(2) === 0 ? address : pick(random, NETWORKS);
      return searching(sample, `ip:${value}`, plain.network(value));
    },
  },
  {
    name: "archive json path",
    aimMs: 60,
    peerRuns: 5,
    draw: (sample, random) => {
      const [q, text] = pick(random, PATHS);
      return searching(sample, q, plain.contains(text, ["description"]));
    },
  },
];

const SCOPES = ["everything", "month", "filtered"] as const;

function counting(what: "facets" | "histogram", scope: (typeof SCOPES)[number]): Kind {
  return {
    name: `archive ${what} of ${scope === "filtered" ? "a selective filter" : scope}`,
    aimMs: scope === "filtered" ? 500 : 100,
    peerRuns: 5,
    draw: (sample) => {
      const user = sample.userId ?? 1;
      const isFiltered = scope === "filtered";
      const q = isFiltered ? `user:${user} type:${sample.type}` : "";
      const condition = isFiltered
        ? plain.equal({ user_id: String(user), audit_type_id: sample.type })
        : undefined;
      const span = scope === "month" ? monthAround(sample.at) : {};
      const whole = { from: new Date(sample.at.getTime() - 420 * DAY_MS).toISOString() };
      const input = { q, zone: "Europe/Berlin" };
      return {
        what: `${what} ${scope} ${q}`,
        ours: (ctx) =>
          what === "facets"
            ? facetEntries(ctx, { ...input, ...span, fields: FIELDS, limit: 10 })
            : histogramEntries(ctx, { ...input, ...(scope === "month" ? span : whole) }),
        peer:
          what === "facets"
            ? plain.facets(sample, { span, condition })
            : plain.histogram(sample, { span, condition }),
      };
    },
  };
}

export const KINDS: readonly Kind[] = [
  ...PAGES,
  ...SEARCHES,
  ...SCOPES.map((scope) => counting("facets", scope)),
  ...SCOPES.map((scope) => counting("histogram", scope)),
];
