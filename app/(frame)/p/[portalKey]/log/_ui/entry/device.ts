import Bowser from "bowser";

export interface Device {
  browser: string | null;
  system: string | null;
}

/** Browser and system a user agent names; null where it names neither. */
export function readDevice(userAgent: string): Device | null {
  if (userAgent.trim() === "") return null;
  const { browser, os } = Bowser.parse(userAgent);
  const named = {
    browser: joined(browser.name, shortVersion(browser.version)),
    system: joined(os.name, os.versionName ?? os.version),
  };
  return named.browser === null && named.system === null ? null : named;
}

function joined(name: string | undefined, version: string | undefined): string | null {
  if (name === undefined || name === "") return null;
  return version === undefined || version === "" ? name : `${name} ${version}`;
}

function shortVersion(version: string | undefined): string | undefined {
  return version?.split(".").slice(0, 2).join(".");
}
