import {
  eventTypeOf,
  itemUserId,
  type EntryView,
} from "../../../../../../../lib/archive/shared.ts";
import { jsonOf } from "./plain-json.ts";

export interface PortalPlace {
  kind: "user" | "object" | "task" | "group" | "application" | "page";
  /** Number or code of the thing. */
  id: string;
  path: string;
}

const NUMBER = /^[1-9]\d{0,9}$/;
// Pages the portal opens over the present one; any other address it refuses.
const PAGE =
  /^\/(?:crm\/(?:deal|lead|contact|company)\/details\/\d+|company\/personal\/user\/\d+(?:\/tasks\/task\/view\/\d+)?|workgroups\/group\/\d+)\//;

/** Pages of the portal an entry speaks of: who acted, what it was done to, where. */
export function portalPlaces(entry: EntryView): PortalPlace[] {
  const { userId, requestUri } = entry;
  const places: PortalPlace[] = [];
  if (userId !== null && userId > 0) places.push(user("user", String(userId)));
  const object = objectPlace(entry);
  if (object !== null) places.push(object);
  const application = applicationPlace(entry);
  if (application !== null) places.push(application);
  const page = PAGE.exec(requestUri)?.[0];
  if (page !== undefined) places.push({ kind: "page", id: page, path: page });
  return places.filter(
    ({ path }, index) => places.findIndex((other) => other.path === path) === index,
  );
}

/** What the object of an entry is depends on its type. */
function objectPlace(entry: EntryView): PortalPlace | null {
  const { itemId, moduleId, auditTypeId } = entry;
  const aboutUser = itemUserId(entry);
  if (aboutUser !== null) return user("object", String(aboutUser));
  if (auditTypeId.startsWith("MP_MODULE_") && /^[a-z0-9._-]{1,100}$/i.test(itemId)) {
    return { kind: "application", id: itemId, path: `/marketplace/detail/${itemId}/` };
  }
  // Types of the platform's own have their meaning; the others are named by their module.
  if (eventTypeOf(auditTypeId).isKnown || !NUMBER.test(itemId)) return null;
  if (moduleId === "tasks") {
    const path = `/company/personal/user/${entry.userId ?? 0}/tasks/task/view/${itemId}/`;
    return { kind: "task", id: itemId, path };
  }
  if (moduleId === "socialnetwork") {
    return { kind: "group", id: itemId, path: `/workgroups/group/${itemId}/` };
  }
  return null;
}

/** The application somebody signed in with; its number is that of the page it is opened at. */
function applicationPlace({ auditTypeId, description }: EntryView): PortalPlace | null {
  if (auditTypeId !== "USER_AUTHORIZE" || description?.includes("oauth") !== true) return null;
  const json = jsonOf(description);
  if (typeof json !== "object" || json === null) return null;
  const { applicationType, applicationId } = json as Record<string, unknown>;
  const id = String(applicationId);
  if (applicationType !== "oauth" || !NUMBER.test(id)) return null;
  return { kind: "application", id, path: `/marketplace/app/${id}/` };
}

function user(kind: "user" | "object", id: string): PortalPlace {
  return { kind, id, path: `/company/personal/user/${id}/` };
}
