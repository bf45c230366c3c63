import { expect, test } from "vitest";
import { serverSettings } from "../../../lib/db/embedded/settings.ts";

const GIGABYTE = 1_073_741_824;

test.each([
  [0.5, "128MB"],
  [2, "128MB"],
  [4, "256MB"],
  [16, "1024MB"],
  [512, "1024MB"],
])("with %d GB the embedded server keeps %s of pages", (gigabytes, wanted) => {
  expect(serverSettings(gigabytes * GIGABYTE)).toMatchObject({ shared_buffers: wanted });
});

test("what this machine has makes a size that the server takes", () => {
  expect(serverSettings()["shared_buffers"]).toMatch(/^\d{3,4}MB$/);
});
