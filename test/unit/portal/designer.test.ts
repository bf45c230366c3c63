import { afterAll, beforeAll, expect, test } from "vitest";
import { asText } from "../../portal/php-values.ts";
import type { FrameConfig } from "../../portal/pages/frame-config.ts";
import { ask, installedPortal, rest, sample, type InstalledPortal } from "./installed-portal.ts";

let at: InstalledPortal;

beforeAll(async () => {
  at = await installedPortal();
  await rest(at, {
    method: "bizproc.robot.add",
    params: {
      CODE: "send_message",
      HANDLER: "https://app.example.com/b24/activity/send_message",
      NAME: { en: "Send message" },
      PROPERTIES: {
        message: { NAME: "Message", TYPE: "string", REQUIRED: "Y", DEFAULT: "Hello" },
        recipients: { Name: "Recipients", Type: "user", Multiple: "Y" },
      },
      USE_PLACEMENT: "Y",
      PLACEMENT_HANDLER: "https://app.example.com/b24/settings/send_message",
    },
  });
});
afterAll(async () => at.cloud.stop());

async function dialog(): Promise<FrameConfig> {
  const { text } = await ask(`${at.portal.origin}/bizproc/designer/send_message`);
  const json = /id="settings-frame-config"[^>]*>([^<]*)</.exec(text)?.[1] ?? "";
  return JSON.parse(json) as FrameConfig;
}

async function save(values: Record<string, unknown>): Promise<unknown> {
  const { body } = await ask(`${at.portal.origin}/ajax/designer/save`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code: "send_message", values }),
  });
  return body["values"];
}

test("the designer's dialog opens the step's own page with what the platform hands over", async () => {
  const { action, fields, initData, propertyIds } = await dialog();

  const text = sample("open-activity-settings.post").request.form?.["PLACEMENT_OPTIONS"];
  const known = JSON.parse(asText(text)) as Record<string, Record<string, object>>;
  const options = initData.PLACEMENT_OPTIONS as typeof known;
  expect(new URL(action).pathname).toBe("/b24/settings/send_message");
  expect(fields["PLACEMENT"]).toBe("BIZPROC_ACTIVITY_PROPERTIES_DIALOG");
  expect(JSON.parse(fields["PLACEMENT_OPTIONS"] ?? "")).toEqual(options);
  expect(Object.keys(options)).toEqual(Object.keys(known));
  expect(Object.keys(options["template"] ?? {})).toEqual(Object.keys(known["template"] ?? {}));
  expect(Object.keys(options["properties"]?.["message"] ?? {})).toEqual(
    Object.keys(known["properties"]?.["message"] ?? {}),
  );
  expect(propertyIds).toEqual(["message", "recipients"]);
  expect(options["current_values"]).toEqual({ message: "Hello", recipients: "" });
});

test("the designer keeps values of registered properties when the step is saved, and no others", async () => {
  const kept = await save({ message: "{=Document:TITLE}", recipients: ["user_2"], unknown: "x" });

  const { initData } = await dialog();
  const { current_values: values } = initData.PLACEMENT_OPTIONS as Record<string, unknown>;
  expect(kept).toEqual({ message: "{=Document:TITLE}", recipients: ["user_2"] });
  expect(values).toEqual(kept);
});
