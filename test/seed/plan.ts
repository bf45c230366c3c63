import { createHash } from "node:crypto";
import { at, randomFor } from "./draw.ts";

export interface SeedPlan {
  seed: number;
  entries: number;
  portals: number;
  /** End of the seeded time, a midnight in UTC. */
  until: Date;
}

interface KeepRules {
  months: number;
  rules: { severities: string[]; months: number }[];
}

export type Flavour = "cloud" | "box" | "shop";

export interface PortalPlan {
  seed: number;
  number: number;
  key: string;
  memberId: string;
  host: string;
  zone: string;
  flavour: Flavour;
  isRussian: boolean;
  entries: number;
  users: number;
  from: Date;
  until: Date;
  retention: KeepRules;
}

const DAY_MS = 86_400_000;
// The share of the largest is about 30 % of twenty portals.
const ZIPF_POWER = 1.06;
const MIN_USERS = 5;
const MAX_USERS = 400;
const ZONES = [
  ["Europe/Moscow", true],
  ["Europe/Berlin", false],
  ["America/New_York", false],
  ["Asia/Yekaterinburg", true],
  ["Asia/Almaty", true],
  ["Europe/London", false],
  ["Asia/Kolkata", false],
  ["Europe/Warsaw", false],
  ["America/Sao_Paulo", false],
  ["Asia/Vladivostok", true],
] as const;
const FLAVOURS: readonly Flavour[] = ["box", "cloud", "shop", "cloud", "box", "cloud"];
const KEEP: readonly KeepRules[] = [
  { months: 36, rules: [] },
  { months: 36, rules: [] },
  { months: 24, rules: [{ severities: ["SECURITY"], months: 120 }] },
  { months: 36, rules: [] },
  { months: 36, rules: [] },
];

/** The portals of a plan, the largest first; the same plan always gives the same ones. */
export function planPortals(plan: SeedPlan): PortalPlan[] {
  const sizes = shareOut(plan);
  const largest = sizes[0] ?? 1;
  return sizes.map((entries, index) => {
    const number = index + 1;
    const mark = [plan.seed, plan.entries, plan.portals, plan.until.toISOString(), number].join(
      "/",
    );
    const random = randomFor("portal", mark);
    const [zone, isRussian] = at(ZONES, index);
    const days = 365 + random.below(61);
    const share = entries / largest;
    return {
      seed: plan.seed,
      number,
      key: `seed${String(number).padStart(3, "0")}`,
      memberId: createHash("sha256").update(`member/${mark}`).digest("hex").slice(0, 32),
      host: `seed-${number}.example.bitrix24.com`,
      zone,
      isRussian,
      flavour: at(FLAVOURS, index),
      entries,
      users: Math.round(MIN_USERS + (MAX_USERS - MIN_USERS) * share ** 0.7),
      from: new Date(plan.until.getTime() - days * DAY_MS),
      until: plan.until,
      retention: at(KEEP, index),
    };
  });
}

function shareOut({ entries, portals }: SeedPlan): number[] {
  const weights = Array.from({ length: portals }, (_, index) => 1 / (index + 1) ** ZIPF_POWER);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.floor((entries * weight) / total));
  const left = entries - sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, index) => (index === 0 ? size + left : size));
}
