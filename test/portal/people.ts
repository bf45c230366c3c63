import type { PortalUser } from "./contract.ts";
import type { JsonMap } from "./php-values.ts";

export interface Person extends PortalUser {
  position: string;
  email: string;
  gender: string;
  photo: string;
}

export type PersonPatch = Partial<Omit<Person, "id">>;

const FIRST: readonly [string, string, Partial<Person>][] = [
  ["Ann", "Admin", { isAdmin: true, position: "Head of IT" }],
  ["Boris", "Clerk", { position: "Clerk" }],
  ["Clara", "Second", { isAdmin: true, position: "Administrator" }],
  ["Dora", "Dismissed", { isActive: false }],
  ["Egor", "NoAccess", { hasAppAccess: false, position: "Guard" }],
];

const OTHERS: readonly [string, string][] = [
  ["Fiona", "Archer"],
  ["Gustav", "Baker"],
  ["Hanna", "Cooper"],
  ["Igor", "Dyer"],
  ["Jana", "Elder"],
  ["Karl", "Fisher"],
  ["Lena", "Glover"],
  ["Marek", "Hunter"],
  ["Nora", "Ironside"],
  ["Otto", "Joiner"],
  ["Petra", "Keeper"],
  ["Quentin", "Lister"],
  ["Rosa", "Mason"],
  ["Stefan", "Naylor"],
  ["Tamara", "Ostler"],
  ["Ulrich", "Porter"],
  ["Vera", "Quarrier"],
  ["Walter", "Roper"],
  ["Xenia", "Sawyer"],
  ["Yuri", "Tanner"],
];

function person(id: number, name: string, lastName: string, more: Partial<Person>): Person {
  return {
    id,
    name,
    lastName,
    isAdmin: false,
    isActive: true,
    hasAppAccess: true,
    timeZone: "",
    position: "Specialist",
    email: `${name.toLowerCase()}@example.com`,
    gender: "",
    photo: "",
    ...more,
  };
}

export class People {
  readonly #people = new Map<number, Person>();

  constructor() {
    FIRST.forEach(([name, lastName, more], index) => {
      this.#people.set(index + 1, person(index + 1, name, lastName, more));
    });
    OTHERS.forEach(([name, lastName], index) => {
      const id = FIRST.length + index + 1;
      this.#people.set(id, person(id, name, lastName, {}));
    });
  }

  all(): Person[] {
    return [...this.#people.values()];
  }

  find(id: number): Person | null {
    return this.#people.get(id) ?? null;
  }

  patch(id: number, patch: PersonPatch): Person {
    const known = this.#people.get(id) ?? person(id, `User${String(id)}`, "Added", {});
    const next = { ...known, ...patch, id };
    this.#people.set(id, next);
    return next;
  }
}

/** The record of user.get and user.current; contacts only with the wide scopes. */
export function userRecord(user: Person, input: { wide: boolean; now: number }): JsonMap {
  const seen = new Date(input.now - 10_000).toISOString().slice(0, 19).replace("T", " ");
  const record: JsonMap = {
    ID: String(user.id),
    ACTIVE: user.isActive,
    NAME: user.name,
    LAST_NAME: user.lastName,
    IS_ONLINE: user.isActive ? "Y" : "N",
    LAST_ACTIVITY_DATE: seen,
    PERSONAL_GENDER: user.gender,
    PERSONAL_BIRTHDAY: "",
    WORK_POSITION: user.position,
    UF_EMPLOYMENT_DATE: "",
    UF_DEPARTMENT: [1],
  };
  if (user.photo !== "") record.PERSONAL_PHOTO = user.photo;
  if (input.wide) record.EMAIL = user.email;
  return record;
}
