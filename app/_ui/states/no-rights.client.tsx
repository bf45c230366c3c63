"use client";

import { Problem } from "../session/problem.ts";
import { ErrorState } from "./error-state.client.tsx";

/** For people without the right to read the log: what is missing and who can give it. */
export function NoRights() {
  return <ErrorState error={new Problem({ status: 403 })} level={1} />;
}
