import type { PortalCtx } from "../../ctx.ts";

const running = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Does work of a portal once at a time in this process: who comes meanwhile gets the same result. */
export async function joinWork<T>(
  ctx: PortalCtx,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const works = running.get(ctx.db) ?? new Map<string, Promise<unknown>>();
  running.set(ctx.db, works);
  const key = `${ctx.portalId} ${name}`;
  const present = works.get(key);
  if (present !== undefined) return present as Promise<T>;
  const started = work().finally(() => works.delete(key));
  works.set(key, started);
  return started;
}
