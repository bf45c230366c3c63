import { checkHandlerUrl } from "./handler-url.ts";
import type { JsonMap } from "./php-values.ts";
import { RestError } from "./rest/rest-error.ts";

export interface Placement {
  placement: string;
  userId: number;
  handler: string;
  title: string;
  description: string;
  langAll: JsonMap;
  options: JsonMap;
}

interface PlacementKind {
  scope: string | null;
  maxCount?: number;
  hasUserMode?: boolean;
  needsErrorHandler?: boolean;
}

const robotToolbar = (scope: string): PlacementKind => ({ scope });

const KINDS: Record<string, PlacementKind> = {
  REST_APP_URI: { scope: null, maxCount: 1 },
  LEFT_MENU: { scope: null, hasUserMode: true },
  PAGE_BACKGROUND_WORKER: { scope: null, maxCount: 1, needsErrorHandler: true },
  USER_PROFILE_MENU: { scope: "user" },
  USER_PROFILE_TOOLBAR: { scope: "user" },
  IM_NAVIGATION: { scope: "im" },
  IM_SIDEBAR: { scope: "im" },
  CRM_LEAD_ROBOT_DESIGNER_TOOLBAR: robotToolbar("crm"),
  CRM_DEAL_ROBOT_DESIGNER_TOOLBAR: robotToolbar("crm"),
  CRM_DEAL_DETAIL_TAB: { scope: "crm" },
  CRM_LEAD_DETAIL_TAB: { scope: "crm" },
  TASK_ROBOT_DESIGNER_TOOLBAR: robotToolbar("task"),
  SONET_GROUP_ROBOT_DESIGNER_TOOLBAR: robotToolbar("sonet_group"),
};

export function placementCodes(scope: readonly string[] | null): string[] {
  return Object.entries(KINDS)
    .filter(([, kind]) => scope === null || kind.scope === null || scope.includes(kind.scope))
    .map(([code]) => code);
}

export class Placements {
  #rows: Placement[] = [];

  all(): Placement[] {
    return [...this.#rows];
  }

  find(code: string): Placement | null {
    return this.#rows.find((row) => row.placement === code) ?? null;
  }

  bind(scope: readonly string[], input: Placement): void {
    const kind = KINDS[input.placement];
    if (kind === undefined || (kind.scope !== null && !scope.includes(kind.scope))) {
      throw new RestError("ERROR_PLACEMENT_NOT_FOUND", "Placement not found");
    }
    if (input.userId !== 0 && kind.hasUserMode !== true) {
      throw new RestError("ERROR_PLACEMENT_USER_MODE", "User mode is not available");
    }
    checkHandlerUrl(input.handler);
    if (kind.needsErrorHandler === true && typeof input.options.errorHandlerUrl !== "string") {
      throw new RestError("EMPTY_ERROR_HANDLER_URL", "Error handler URL is empty");
    }
    const same = this.#rows.filter(
      (row) => row.placement === input.placement && row.userId === input.userId,
    );
    if (kind.maxCount !== undefined && same.length >= kind.maxCount) {
      const text = `Placement max count: ${String(kind.maxCount)}`;
      throw new RestError("ERROR_PLACEMENT_MAX_COUNT", text);
    }
    if (same.some((row) => row.handler === input.handler)) {
      throw new RestError("ERROR_CORE", "Unable to set placement handler: Handler already binded");
    }
    this.#rows.push(input);
  }

  unbind(input: { placement: string; handler: string | null; userId: number | null }): number {
    const before = this.#rows.length;
    this.#rows = this.#rows.filter(
      (row) =>
        row.placement !== input.placement ||
        (input.handler !== null && row.handler !== input.handler) ||
        (input.userId !== null && row.userId !== input.userId),
    );
    return before - this.#rows.length;
  }

  clear(): void {
    this.#rows = [];
  }
}
