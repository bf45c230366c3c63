import { notFound } from "../errors.ts";
import { enveloped } from "./enveloped.ts";
import type { Route } from "./api-route.ts";
import { openRoute } from "./open-route.ts";

// The doors of the processing log speak in an envelope of their own, also where there is none.
const ENVELOPED = /^\/api\/v1\/events(?:\/|$)/;
const MAX_SHOWN = 120;

/** What all paths of the API answer that lead to no door: programs must not get a page. */
export const missingRoute: Route<unknown> = async (request, context) => {
  const { pathname } = new URL(request.url);
  const shown = pathname.length > MAX_SHOWN ? `${pathname.slice(0, MAX_SHOWN)}…` : pathname;
  const route = openRoute<unknown>(() => Promise.reject(notFound("door", shown)));
  return (ENVELOPED.test(pathname) ? enveloped(route) : route)(request, context);
};
