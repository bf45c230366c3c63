import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { unsealWith } from "../../../lib/db/seal.ts";
import { childEnv } from "../../../lib/env.ts";
import { keyRing } from "../../../lib/key-ring.ts";
import { createTestDb, makePortal } from "../../support/index.ts";

const { db, url } = await createTestDb();
const fresh = { id: "k2", key: randomBytes(32) };
const toText = (keys: { id: string; key: Buffer }[]) =>
  keys.map(({ id, key }) => `${id}:${key.toString("base64")}`).join(",");

async function run(keys: { id: string; key: Buffer }[]): Promise<{ code: number; text: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["lib/cli/secrets-rotate.ts"], {
      env: childEnv({ DATABASE_URL: url, APP_SECRETS: toText(keys) }),
    });
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, text: stdout };
  }
}

test("the command seals everything anew and says how much; without the old key it says so and fails", async () => {
  const made = await makePortal(db);

  const blind = await run([fresh]);
  const done = await run([fresh, ...keyRing()]);
  const again = await run([fresh]);
  const admin = await db.portalAdmin.findFirstOrThrow({ where: { portalId: made.portal.id } });

  expect(blind.code).toBe(1);
  expect(blind.text).toContain(`portal.application_token_sealed of ${made.portal.id}: unknown key`);
  expect(done.code).toBe(0);
  expect(done.text).toContain("portal_admin.refresh_sealed: 1 sealed anew, 0 changed meanwhile");
  expect(again.code).toBe(0);
  expect(unsealWith([fresh], { sealed: admin.refreshSealed, purpose: "refresh-token" })).toBe(
    made.refreshToken,
  );
  for (const { text } of [blind, done, again]) expect(text).not.toContain(made.refreshToken);
});
