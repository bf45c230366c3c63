// Preloaded into a process of the product: its wall clock jumps by `offset` milliseconds, `after` milliseconds from
// its start. Timers go by another clock and do not notice, as on a real machine.
const query = new URL(import.meta.url).searchParams;
const offsetMs = Number(query.get("offset"));
const jumpAt = performance.now() + Number(query.get("after"));
const RealDate = Date;

const now = (): number => RealDate.now() + (performance.now() >= jumpAt ? offsetMs : 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], maker: new (...values: unknown[]) => unknown) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, maker) as object,
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) =>
    name === "now" ? now : (Reflect.get(target, name, receiver) as unknown),
});
