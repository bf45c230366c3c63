import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { JsonMap } from "../../portal/php-values.ts";
import {
  ask,
  installedPortal,
  sample,
  sampleNames,
  shapeOf,
  tokensOf,
  type Answer,
  type InstalledPortal,
} from "./installed-portal.ts";

let at: InstalledPortal;

beforeEach(async () => {
  at = await installedPortal();
});

afterEach(() => at.cloud.stop());

function token(change: Record<string, string> = {}): Promise<Answer> {
  const query = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: at.cloud.clientId,
    client_secret: at.cloud.clientSecret,
    refresh_token: at.refreshToken,
    ...change,
  });
  return ask(`${at.cloud.authOrigin}/oauth/token/?${query.toString()}`);
}

const inject = (code: string): Promise<Answer> => {
  at.cloud.faults.add([{ match: { kind: "auth" }, times: 1, action: { error: code } }]);
  return token();
};

const provocations: Record<string, () => Promise<Answer>> = {
  "invalid-client": () => token({ client_secret: "wrong" }),
  "wrong-client": () => token({ client_id: "app.unknown" }),
  "invalid-grant": () => token({ refresh_token: "unknown" }),
  "invalid-request": () => token({ refresh_token: "" }),
  "insufficient-scope": () => inject("insufficient_scope"),
  "invalid-scope": () => inject("INVALID_SCOPE"),
  "not-installed": async () => {
    await at.portal.uninstallApp(false, true);
    return token();
  },
  "payment-required": () => {
    at.portal.setPayment({ expired: true });
    return token();
  },
};

describe("errors of the authorization server are those of the samples", () => {
  test("every sample has its provocation", () => {
    const known = Object.keys(provocations).map((name) => `oauth-error-${name}`);
    expect(known.toSorted()).toEqual(sampleNames("oauth-error-").toSorted());
  });

  for (const [name, provoke] of Object.entries(provocations)) {
    test(`${name} comes with its status and body`, async () => {
      const expected = sample(`oauth-error-${name}`).response;
      const answer = await provoke();
      expect(answer.status).toBe(expected.status);
      expect(answer.body).toEqual(expected.body);
    });
  }
});

describe("tokens", () => {
  test("a refresh changes both tokens and answers with the keys of the sample", async () => {
    const answer = await token();
    expect(shapeOf(answer.body)).toEqual(shapeOf(sample("oauth-token.refresh").response.body));
    expect(answer.body.access_token).toMatch(/^[0-9a-f]{70}$/);
    expect(answer.body.refresh_token).not.toBe(at.refreshToken);
    expect(answer.body.domain).toBe(at.cloud.authHost);
    expect(answer.body.client_endpoint).toBe(at.portal.clientEndpoint);
  });

  test("the old refresh token is dead at once and its reuse is noted", async () => {
    await token();
    const again = await token();
    expect(again.body.error).toBe("invalid_grant");
    expect(at.cloud.journal.violations.map(({ kind }) => kind)).toEqual(["refresh-reuse"]);
  });

  test("a form by POST is accepted as well", async () => {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: at.cloud.clientId,
      client_secret: at.cloud.clientSecret,
      refresh_token: at.refreshToken,
    });
    const answer = await ask(`${at.cloud.authOrigin}/oauth/token/`, { method: "POST", body });
    expect(answer.status).toBe(200);
  });

  test("the code of an authorization lives once and 30 seconds", async () => {
    const authorize = async (): Promise<URL> => {
      const path = `/oauth/authorize/?client_id=${at.cloud.clientId}&state=4f1c2d`;
      const answer = await ask(`${at.portal.origin}${path}`);
      return new URL(answer.headers.get("location") ?? "");
    };
    const location = await authorize();
    const expected = new URL(sample("oauth-authorize-redirect").response.headers.Location ?? "");
    expect([...location.searchParams.keys()]).toEqual([...expected.searchParams.keys()]);
    const grant = (code: string | null): Promise<Answer> => {
      return token({ grant_type: "authorization_code", code: code ?? "" });
    };
    const first = await grant(location.searchParams.get("code"));
    expect(shapeOf(first.body)).toEqual(
      shapeOf(sample("oauth-token.authorization-code").response.body),
    );
    const second = await grant(location.searchParams.get("code"));
    expect(second.body.error).toBe("invalid_grant");
    const late = (await authorize()).searchParams.get("code");
    at.cloud.clock.set({ offsetMs: 31_000 });
    expect((await grant(late)).body.error).toBe("invalid_grant");
  });

  test("lifetimes can be set", async () => {
    at.cloud.tokens.settings.accessLifetimeSeconds = 5;
    const answer = await token();
    expect(answer.body.expires_in).toBe(5);
  });
});

describe("app.info of the authorization server", () => {
  const info = (value: string, slash = "/"): Promise<Answer> => {
    return ask(`${at.cloud.authOrigin}/rest/app.info${slash}?auth=${value}`);
  };

  test("proves a token with and without the trailing slash", async () => {
    const answers = [await info(at.token), await info(at.token, "")];
    for (const answer of answers) {
      expect(shapeOf(answer.body)).toEqual(shapeOf(sample("oauth-app-info").response.body));
    }
  });

  test("knows garbage, expired tokens and tokens of other applications", async () => {
    expect((await info("0".repeat(70))).body.error).toBe("invalid_client");
    const other = at.portal.issueTokens({ userId: 1, source: "control", clientId: "app.other" });
    const { result } = (await info(other.access.value)).body;
    expect((result as JsonMap).client_id).toBe("app.other");
    at.cloud.clock.set({ offsetMs: 3_601_000 });
    expect((await info(at.token)).body.error).toBe("expired_token");
  });

  test("says NOT_INSTALLED after a removal, and a reinstall does not revive old tokens", async () => {
    await at.portal.uninstallApp(true);
    expect((await info(at.token)).body.error).toBe("NOT_INSTALLED");
    at.portal.addApp();
    expect((await info(at.token)).body.error).toBe("invalid_client");
    expect((await token()).body.error).toBe("invalid_grant");
    expect((await info(tokensOf(at.portal, 1).token)).status).toBe(200);
  });
});
