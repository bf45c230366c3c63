import { robot } from "./agents.ts";
import { at, chance } from "./draw.ts";
import { addressOf } from "./people.ts";
import type { Draw, EntryFields } from "./raw-entry.ts";
import { pageUri } from "./uris.ts";

/** An entry by a person at work, to be completed by what happened. */
export function byPerson(draw: Draw, given: Partial<EntryFields>): EntryFields {
  const { random, person, month } = draw;
  const device = at(person.devices, random.below(person.devices.length));
  return {
    severity: "SECURITY",
    auditTypeId: "USER_AUTHORIZE",
    moduleId: "main",
    itemId: String(person.id),
    remoteAddr: addressOf(random, { person, staff: draw.staff, day: draw.day }),
    userAgent: device(month),
    requestUri: pageUri(random)(random),
    siteId: "s1",
    userId: person.id,
    guestId: chance(random, 0.9) ? null : 0,
    description: null,
    ...given,
  };
}

/** An entry by the portal itself: agents, exchanges, checks. */
export function bySystem(draw: Draw, given: Partial<EntryFields>): EntryFields {
  const isFromOutside = chance(draw.random, 0.5);
  return {
    severity: "INFO",
    auditTypeId: "UNKNOWN",
    moduleId: "main",
    itemId: "UNKNOWN",
    remoteAddr: isFromOutside ? at(draw.staff.offices, 0) : "",
    userAgent: isFromOutside ? robot(draw.random) : null,
    requestUri: isFromOutside ? "/bitrix/admin/1c_exchange.php?type=catalog&mode=import" : "",
    siteId: isFromOutside ? "s1" : null,
    userId: null,
    guestId: null,
    description: null,
    ...given,
  };
}
