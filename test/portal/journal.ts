import type { Json } from "./php-values.ts";

export type CallKind = "rest2" | "rest3" | "auth" | "frame";

export interface CallRecord {
  id: number;
  at: string;
  kind: CallKind;
  memberId: string | null;
  method: string;
  params: Json;
  token: string | null;
  userId: number | null;
  status: number;
  error: string | null;
  effect: string | null;
  inBatch: boolean;
  durationMs: number;
}

export interface Violation {
  at: string;
  kind: string;
  memberId: string | null;
  detail: string;
}

export interface DeliveryRecord {
  id: number;
  at: string;
  memberId: string;
  kind: "event" | "activity";
  name: string;
  url: string;
  workflowId: string | null;
  status: number | null;
  ms: number;
  error: string | null;
  copy: number;
  body: string;
}

const KEEP = 100_000;
const BODIES = 2_000;

function pushBounded<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > KEEP) list.splice(0, KEEP / 2);
}

/** Everything an independent judge wants to look at afterwards. */
export class Journal {
  readonly calls: CallRecord[] = [];
  readonly violations: Violation[] = [];
  readonly deliveries: DeliveryRecord[] = [];
  readonly #now: () => number;
  #sequence = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  call(record: Omit<CallRecord, "id" | "at">): void {
    this.#sequence += 1;
    const at = new Date(this.#now()).toISOString();
    pushBounded(this.calls, { id: this.#sequence, at, ...record });
  }

  violation(violation: Omit<Violation, "at">): void {
    pushBounded(this.violations, { at: new Date(this.#now()).toISOString(), ...violation });
  }

  delivery(record: Omit<DeliveryRecord, "id" | "at">): void {
    this.#sequence += 1;
    const at = new Date(this.#now()).toISOString();
    pushBounded(this.deliveries, { id: this.#sequence, at, ...record });
    const old = this.deliveries[this.deliveries.length - 1 - BODIES];
    if (old !== undefined) old.body = "";
  }

  clearCalls(): void {
    this.calls.length = 0;
  }

  clearViolations(): void {
    this.violations.length = 0;
  }

  clearDeliveries(): void {
    this.deliveries.length = 0;
  }
}
