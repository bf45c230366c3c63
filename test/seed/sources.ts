import { booking, dump, exchange, handlerFault, shop } from "./business-sources.ts";
import {
  cloudFile,
  forum,
  housekeeping,
  listElement,
  listSection,
  message,
  rights,
  siteFile,
} from "./content-sources.ts";
import { weighted } from "./draw.ts";
import type { Flavour } from "./plan.ts";
import type { Source } from "./raw-entry.ts";
import * as users from "./user-sources.ts";

type Shares = readonly (readonly [weight: number, source: Source])[];

const EVERYWHERE: Shares = [
  [44, users.signIn],
  [13, users.restUse],
  [7, users.signOut],
  [3, users.failedSignIn],
  [1.2, users.probing],
  [3.5, users.userChange],
  [0.8, users.groupsChange],
  [1.5, users.accessDenied],
  [0.5, users.userLife],
  [0.4, rights],
  [2, message],
  [0.4, housekeeping],
  [4, exchange],
  [0.8, handlerFault],
  [0.002, dump],
];

const MORE: Record<Flavour, Shares> = {
  cloud: [
    [3, listElement],
    [3, booking],
  ],
  box: [
    [14, listElement],
    [1.5, listSection],
    [1.5, siteFile],
    [2, forum],
    [0.7, cloudFile],
  ],
  shop: [
    [8, listElement],
    [10, shop],
    [8, exchange],
    [1, cloudFile],
  ],
};

/** What happens on a portal of this kind, each thing as often as there. */
export function sourcesOf(flavour: Flavour) {
  return weighted([...EVERYWHERE, ...MORE[flavour]]);
}
