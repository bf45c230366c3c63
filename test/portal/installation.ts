import { randomBytes } from "node:crypto";

/** The application's row on one portal. */
export class Installation {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  isAdded = false;
  isInstalled = false;
  version = 0;
  status = "F";
  scope: string[];
  applicationToken = "";
  isPaymentExpired = false;
  days: number | null = null;
  /** True once the application has been told that it was removed. */
  isRemovalKnown = false;
  /** When it was taken away last; 0 while it never was. */
  removedAt = 0;
  #published = 1;

  constructor(input: { id: number; code: string; title: string; scope: string[] }) {
    this.id = input.id;
    this.code = input.code;
    this.title = input.title;
    this.scope = [...input.scope];
  }

  add(): void {
    if (this.isAdded) return;
    this.isAdded = true;
    this.isInstalled = false;
    this.isRemovalKnown = false;
    this.version = this.#published;
    this.applicationToken = randomBytes(16).toString("hex");
  }

  finish(): boolean {
    if (!this.isAdded || this.isInstalled) return false;
    this.isInstalled = true;
    return true;
  }

  update(): number {
    const previous = this.version;
    this.#published = previous + 1;
    this.version = this.#published;
    this.isInstalled = false;
    return previous;
  }

  remove(now: number): void {
    this.removedAt = now;
    this.isAdded = false;
    this.isInstalled = false;
  }

  get scopeText(): string {
    return this.scope.join(",");
  }
}
