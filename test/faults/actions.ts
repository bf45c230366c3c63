import { jobActions } from "./jobs/actions.ts";
import { lifecycleActions } from "./lifecycle-actions.ts";
import { portalActions } from "./portal-actions.ts";
import { processActions } from "./process-actions.ts";
import type { Action } from "./scene.ts";

/** What may happen at any moment; a heavier one happens more often. Their order is part of every seed's schedule. */
export const ACTIONS: Action[] = [
  ...processActions,
  ...portalActions,
  ...lifecycleActions,
  ...jobActions,
];
