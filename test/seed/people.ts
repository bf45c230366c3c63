import type { SeededRandom } from "../portal/random.ts";
import { drawDevice, type Device } from "./agents.ts";
import { at, chance, hex, randomFor, skewed } from "./draw.ts";
import type { PortalPlan } from "./plan.ts";

export interface Person {
  id: number;
  name: string;
  login: string;
  devices: Device[];
  homes: string[];
  /** First half of the IPv6 addresses of the person's phone. */
  mobileNet: string;
}

export interface Staff {
  people: Person[];
  offices: string[];
  intruders: string[];
}

const GIVEN_EN =
  "Anna Boris Carla David Elena Frank Greta Henry Irina Jonas Karin Leon Maria Nils Olga Peter Rosa Simon Tanja Viktor".split(
    " ",
  );
const FAMILY_EN =
  "Archer Baker Carter Draper Fisher Fletcher Forester Gardener Glover Harper Mason Miller Porter Potter Sawyer Shepherd Tanner Turner Weaver Wheeler".split(
    " ",
  );
const GIVEN_RU =
  "Алексей Борис Виктор Григорий Денис Евгений Иван Кирилл Максим Николай Анна Вера Галина Дарья Елена Ирина Ксения Мария Ольга Татьяна".split(
    " ",
  );
const FAMILY_RU =
  "Бондарь Боровик Вербицкий Гончар Дубовик Жук Заяц Зимовец Калина Коваль Лесовик Мельник Мороз Пекарь Плотник Речной Сокол Ткач Черныш Швец".split(
    " ",
  );
const MEN = 10;
const INTRUDERS = 3_000;

/** Who works on a portal and from where. Addresses are of the ranges kept for examples and tests. */
export function drawStaff(portal: PortalPlan): Staff {
  const random = randomFor("staff", portal.seed, portal.number);
  const people = Array.from({ length: portal.users }, (_, index) =>
    drawPerson(random, { portal, index }),
  );
  const offices = Array.from(
    { length: 1 + Math.floor(portal.users / 90) },
    (_, index) => `203.0.113.${(portal.number * 7 + index * 31) % 254}`,
  );
  const intruders = Array.from({ length: INTRUDERS }, () => publicAddress(random));
  return { people, offices, intruders };
}

function drawPerson(
  random: SeededRandom,
  { portal, index }: { portal: PortalPlan; index: number },
): Person {
  // Numbers have gaps: who left is not replaced under the same one.
  const id = index === 0 ? 1 : index + 2 + Math.floor(index / 6) * 3;
  const given = random.below(GIVEN_EN.length);
  const family = random.below(FAMILY_EN.length);
  const latin = `${at(GIVEN_EN, given)} ${at(FAMILY_EN, family)}`;
  const login = `${latin.toLowerCase().replace(" ", ".")}${index > 300 ? index : ""}@example.com`;
  return {
    id,
    name: portal.isRussian ? russianName(given, family) : latin,
    login,
    devices: Array.from({ length: 1 + skewed(random, 3) }, () => drawDevice(random)),
    homes: Array.from({ length: 1 + random.below(4) }, () =>
      chance(random, 0.12)
        ? `192.168.${random.below(4)}.${2 + random.below(250)}`
        : publicAddress(random),
    ),
    mobileNet: `2001:db8:${hex(random, 4)}:${hex(random, 4)}`.replace(/:0+(?=[0-9a-f])/g, ":"),
  };
}

function russianName(given: number, family: number): string {
  const name = at(FAMILY_RU, family);
  const isWoman = given >= MEN;
  const adjusted = isWoman ? name.replace(/ий$/, "ая").replace(/ой$/, "ая") : name;
  return `${at(GIVEN_RU, given)} ${adjusted}`;
}

function publicAddress(random: SeededRandom): string {
  return `198.${18 + random.below(2)}.${random.below(256)}.${1 + random.below(254)}`;
}

/** From where somebody works now: mostly the office, else at home or with the phone. */
export function addressOf(
  random: SeededRandom,
  { person, staff, day }: { person: Person; staff: Staff; day: number },
): string {
  const place = random.next();
  if (place < 0.58) return at(staff.offices, person.id);
  if (place < 0.9) return at(person.homes, Math.floor(day / 60) + random.below(2));
  if (place < 0.93) return `10.${person.id % 8}.${person.id % 200}.${2 + random.below(30)}`;
  return `${person.mobileNet}:${phoneSuffix(person.id, day)}`;
}

// A phone takes a new second half every day.
function phoneSuffix(id: number, day: number): string {
  let mixed = Math.imul(id * 7919 + day * 104_729 + 1, 2_654_435_761) >>> 0;
  const parts: string[] = [];
  for (let part = 0; part < 4; part += 1) {
    mixed = Math.imul(mixed ^ (mixed >>> 13), 1_597_334_677) >>> 0;
    parts.push(((mixed >>> 8) % 0xffff || 1).toString(16));
  }
  return parts.join(":");
}
