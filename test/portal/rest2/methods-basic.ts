import { asText, isEmptyValue, isMap, isoWithOffset, phpMap, type Json } from "../php-values.ts";
import { licenseOf } from "../portal-settings.ts";
import { missingArgument, RestError } from "../rest/rest-error.ts";
import {
  answer,
  requireAdmin,
  requireApplicationAuth,
  type MethodTable,
  type RestAnswer,
  type RestCall,
} from "./call.ts";

const KNOWN_SCOPES = [
  "bizproc",
  "calendar",
  "crm",
  "department",
  "disk",
  "entity",
  "im",
  "lists",
  "main",
  "placement",
  "sonet_group",
  "task",
  "user",
  "user_basic",
  "user_brief",
];

function appInfo(call: RestCall): RestAnswer {
  requireApplicationAuth(call);
  const { installation, settings, edition } = call.portal;
  return answer({
    ID: installation.id,
    CODE: installation.code,
    VERSION: installation.version,
    STATUS: installation.status,
    INSTALLED: installation.isInstalled,
    PAYMENT_EXPIRED: installation.isPaymentExpired ? "Y" : "N",
    DAYS: installation.days,
    LANGUAGE_ID: settings.lang,
    ...licenseOf(edition, settings.lang),
  });
}

function profile(call: RestCall): RestAnswer {
  const { user } = call.caller;
  const result: Record<string, Json> = {
    ID: String(user.id),
    ADMIN: user.isAdmin,
    NAME: user.name,
    LAST_NAME: user.lastName,
    PERSONAL_GENDER: user.gender,
    TIME_ZONE: user.timeZone,
  };
  if (user.photo !== "") result.PERSONAL_PHOTO = user.photo;
  return answer(result);
}

function scope(call: RestCall): RestAnswer {
  const isFull = ["1", "true", "Y"].includes(asText(call.params.FULL));
  return answer(isFull ? KNOWN_SCOPES : [...call.caller.scope]);
}

function feature(call: RestCall): RestAnswer {
  const code = asText(call.params.CODE);
  if (code === "") throw new RestError("CODE_EMPTY", "CODE can't be empty");
  const isBox = call.portal.edition === "box";
  return answer({ value: isBox ? `${call.portal.settings.lang}_selfhosted` : "Y" });
}

function options(input: { perUser: boolean }): {
  get: MethodTable[string];
  set: MethodTable[string];
} {
  const target = ({ portal, caller }: RestCall): Record<string, Json> => {
    return input.perUser ? portal.options.user(caller.user.id) : portal.options.app;
  };
  return {
    get: {
      scope: null,
      run: (call) => {
        requireApplicationAuth(call);
        const name = asText(call.params.OPTION);
        return answer(name === "" ? phpMap({ ...target(call) }) : (target(call)[name] ?? ""));
      },
    },
    set: {
      scope: null,
      run: (call) => {
        requireApplicationAuth(call);
        if (!input.perUser) requireAdmin(call);
        const given = call.params.OPTIONS;
        if (isEmptyValue(given) || !isMap(given)) throw missingArgument("options");
        for (const [name, value] of Object.entries(given)) {
          call.portal.options.set(target(call), { name, value });
        }
        return answer(true);
      },
    },
  };
}

const appOptions = options({ perUser: false });
const userOptions = options({ perUser: true });

/** Methods every application may call. */
export const basicMethods: MethodTable = {
  "app.info": { scope: null, run: appInfo },
  profile: { scope: null, run: profile },
  "user.admin": { scope: null, run: (call) => answer(call.caller.user.isAdmin) },
  scope: { scope: null, run: scope },
  "feature.get": { scope: null, run: feature },
  "server.time": {
    scope: null,
    run: ({ portal }) => {
      return answer(isoWithOffset(portal.cloud.clock.now(), portal.settings.serverOffsetMinutes));
    },
  },
  "app.option.get": appOptions.get,
  "app.option.set": appOptions.set,
  "user.option.get": userOptions.get,
  "user.option.set": userOptions.set,
};
