import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { JsonMap } from "../../portal/php-values.ts";
import {
  installedPortal,
  rest,
  sample,
  startHandler,
  type Handler,
  type InstalledPortal,
} from "./installed-portal.ts";

let at: InstalledPortal;
let handler: Handler;

beforeEach(async () => {
  handler = await startHandler();
  at = await installedPortal({ appUrl: handler.url });
});

afterEach(async () => {
  await at.cloud.stop();
  await handler.stop();
});

async function addStep(change: JsonMap = {}): Promise<void> {
  const { request } = sample("v2-robot-add");
  const params: JsonMap = { ...request.json, HANDLER: `${handler.url}/step`, ...change };
  delete params.auth;
  await rest(at, { method: "bizproc.robot.add", params });
}

const namesIn = (text: string): string[] => {
  return text.split("&").map((pair) => decodeURIComponent(pair.split("=")[0] ?? ""));
};

const without = (names: string[], part: string): string[] => {
  return names.filter((name) => !name.startsWith(part));
};

const rawOf = (name: string): string => sample(name).request.rawBody ?? "";

describe("calls of a step", () => {
  test("carry the fields of a real call in its order", async () => {
    await addStep();
    const properties = {
      message: "Hello & <b>friends</b> — Привет",
      recipients: ["user_1", "user_14"],
    };
    await at.portal.startWorkflow({ code: "send_message", properties });
    await at.cloud.queue.idle();
    const [call] = handler.calls;
    expect(without(namesIn(call?.text ?? ""), "properties")).toEqual(
      without(namesIn(rawOf("robot-call")), "properties"),
    );
    expect(call?.agent).toBe("Bitrix24 Webhook Engine");
    expect(call?.type).toBe("application/x-www-form-urlencoded");
    expect(call?.form.properties).toEqual({ ...properties, channel: "push" });
    expect(call?.text).toContain(
      "Hello+%26+%3Cb%3Efriends%3C%2Fb%3E+%E2%80%94+%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82",
    );
  });

  test("leave out the properties when there are none, send unset ones as empty text", async () => {
    await addStep({ CODE: "ping", PROPERTIES: {}, USE_PLACEMENT: "N" });
    await addStep({ CODE: "other", PROPERTIES: { a: { Name: "A" } }, USE_PLACEMENT: "N" });
    await at.portal.startWorkflow({ code: "ping" });
    await at.cloud.queue.idle();
    await at.portal.startWorkflow({ code: "other" });
    await at.cloud.queue.idle();
    const [ping, other] = handler.calls;
    expect(namesIn(ping?.text ?? "")).toEqual(namesIn(rawOf("robot-call.no-properties")));
    expect(other?.form.properties).toEqual({ a: "" });
  });

  test("are not made before the installation is finished, and never tried twice", async () => {
    handler.answerAfter(0);
    at.portal.updateApp();
    await addStep();
    await at.portal.startWorkflow({ code: "send_message", useSubscription: "Y" });
    await at.cloud.queue.idle();
    expect(handler.calls).toEqual([]);
  });

  test("can be doubled, dropped and sent without tokens", async () => {
    await addStep();
    Object.assign(at.cloud.queue.settings, { duplicate: true, omitTokens: true, delayMs: 0 });
    await at.portal.startWorkflow({ code: "send_message" });
    await at.cloud.queue.idle();
    const [first, second] = handler.calls;
    expect(first?.text).toBe(second?.text);
    expect(Object.keys(first?.form.auth as JsonMap).toSorted()).toEqual(
      Object.keys((sample("event-no-user-token").request.form?.auth ?? {}) as JsonMap).toSorted(),
    );
    Object.assign(at.cloud.queue.settings, { duplicate: false, drop: true });
    await at.portal.startWorkflow({ code: "send_message" });
    await at.cloud.queue.idle();
    expect(handler.calls).toHaveLength(2);
    expect(at.cloud.journal.deliveries.at(-1)?.error).toBe("dropped");
  });
});

describe("events", () => {
  const bind = async (event: string): Promise<void> => {
    const params = { event, handler: `${handler.url}/events` };
    await rest(at, { method: "event.bind", params });
  };

  test("ONAPPINSTALL follows the end of the installation if it was bound before", async () => {
    await at.portal.uninstallApp(false, true);
    at.portal.addApp();
    const { access } = at.portal.issueTokens({ userId: 1, source: "control" });
    at = { ...at, token: access.value };
    await bind("ONAPPINSTALL");
    await at.cloud.queue.idle();
    expect(handler.calls).toEqual([]);
    await at.portal.finishInstall();
    await at.cloud.queue.idle();
    expect(namesIn(handler.calls[0]?.text ?? "")).toEqual(namesIn(rawOf("on-app-install")));
  });

  test("ONAPPUNINSTALL has no tokens and says whether to clean", async () => {
    await bind("ONAPPUNINSTALL");
    const { applicationToken } = at.portal.installation;
    await at.portal.uninstallApp(true);
    await at.cloud.queue.idle();
    const [call] = handler.calls;
    expect(namesIn(call?.text ?? "")).toEqual(namesIn(rawOf("on-app-uninstall")));
    expect((call?.form.data as JsonMap).CLEAN).toBe("1");
    expect((call?.form.auth as JsonMap).application_token).toBe(applicationToken);
  });

  test("a forged event carries a wrong application token", async () => {
    await bind("ONAPPUNINSTALL");
    const data = { CLEAN: "1", LANGUAGE_ID: "en" };
    at.portal.sendEvent({ event: "ONAPPUNINSTALL", data, forged: true });
    await at.cloud.queue.idle();
    const [call] = handler.calls;
    expect(namesIn(call?.text ?? "")).toEqual(namesIn(rawOf("on-app-uninstall.forged")));
    expect((call?.form.auth as JsonMap).application_token).toBe("0".repeat(32));
    expect(at.portal.installation.isInstalled).toBe(true);
  });

  test("ONAPPPAYMENT comes when the subscription is paid again", async () => {
    await bind("ONAPPPAYMENT");
    at.portal.setPayment({ expired: true });
    at.portal.setPayment({ expired: false, days: 30 });
    await at.cloud.queue.idle();
    expect(handler.calls).toHaveLength(1);
    expect(namesIn(handler.calls[0]?.text ?? "")).toEqual(namesIn(rawOf("on-app-payment")));
  });

  test("an update drops every registration and asks for the installer again", async () => {
    await bind("ONAPPUPDATE");
    await addStep();
    Object.assign(at.portal.settings, { deliversOnAppUpdate: true });
    at.portal.updateApp();
    await at.cloud.queue.idle();
    expect(namesIn(handler.calls[0]?.text ?? "")).toEqual(namesIn(rawOf("on-app-update")));
    const { version, isInstalled } = at.portal.installation;
    expect({ version, isInstalled }).toEqual({ version: 2, isInstalled: false });
    expect(at.portal.events.all()).toEqual([]);
    expect(at.portal.steps("en")).toEqual([]);
  });
});

describe("the form that opens the application", () => {
  const formNames = (name: string): string[] => Object.keys(sample(name).request.form ?? {});

  test("has the fields of every sample", () => {
    const open = (options: JsonMap, placement = "DEFAULT"): string[] => {
      return Object.keys(at.portal.openForm({ userId: 1, lang: "en", placement, options }).fields);
    };
    expect(open({ any: "28/" })).toEqual(formNames("open-app.post"));
    expect(open({})).toEqual(formNames("install-app.post"));
    expect(open({ place: "run" }, "REST_APP_URI")).toEqual(formNames("open-rest-app-uri.post"));
    at.portal.settings.isLegacyOpen = true;
    expect(open({ any: "28/" })).toEqual(formNames("open-app.legacy.post"));
  });

  test("escapes slashes, counts on the domain with its port and gives a new sid each time", () => {
    const input = { userId: 1, lang: "en", placement: "LEFT_MENU", options: { URI: "/crm/ä" } };
    const [one, two] = [at.portal.openForm(input), at.portal.openForm(input)];
    expect(one.fields.PLACEMENT_OPTIONS).toBe('{"URI":"\\/crm\\/\\u00e4"}');
    expect(one.frameName).toBe(`${at.portal.domain}|0|${one.appSid}`);
    expect(one.appSid).not.toBe(two.appSid);
    expect([...new URL(one.action).searchParams.keys()]).toEqual([
      ...new URL(sample("open-app.post").request.url).searchParams.keys(),
    ]);
  });
});
