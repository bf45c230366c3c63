import { localized } from "../localized.ts";
import { asText, isEmptyValue, isMap, phpMap, upperKeys, type JsonMap } from "../php-values.ts";
import { placementCodes } from "../placements.ts";
import { missingArgument } from "../rest/rest-error.ts";
import {
  answer,
  requireAdmin,
  requireApplicationAuth,
  type MethodTable,
  type RestAnswer,
  type RestCall,
} from "./call.ts";

const SCOPE = ["placement"];

function languageTexts(given: JsonMap): JsonMap {
  const result: JsonMap = {};
  for (const [lang, texts] of Object.entries(given)) {
    const known = isMap(texts) ? upperKeys(texts) : {};
    result[lang] = {
      TITLE: asText(known.TITLE),
      DESCRIPTION: asText(known.DESCRIPTION),
      GROUP_NAME: asText(known.GROUP_NAME),
    };
  }
  return result;
}

function titleOf(call: RestCall, langAll: JsonMap): string {
  const titles = Object.entries(langAll).map(([lang, texts]) => [
    lang,
    isMap(texts) ? asText(texts.TITLE) : "",
  ]);
  const fromMap = localized(Object.fromEntries(titles) as JsonMap, call.portal.settings.lang);
  return fromMap === "" ? asText(call.params.TITLE) : fromMap;
}

function bind(call: RestCall): RestAnswer {
  requireApplicationAuth(call);
  requireAdmin(call);
  const { PLACEMENT: placement, HANDLER: handler, LANG_ALL: texts } = call.params;
  if (isEmptyValue(placement)) throw missingArgument("PLACEMENT");
  if (isEmptyValue(handler)) throw missingArgument("HANDLER");
  const langAll = isMap(texts) ? languageTexts(texts) : {};
  call.portal.placementStore.bind(call.caller.scope, {
    placement: asText(placement).toUpperCase(),
    userId: Number(asText(call.params.USER_ID)) || 0,
    handler: asText(handler),
    title: titleOf(call, langAll),
    description: asText(call.params.DESCRIPTION),
    langAll,
    options: isMap(call.params.OPTIONS) ? call.params.OPTIONS : {},
  });
  call.effect = `bound ${asText(placement)}`;
  return answer(true);
}

function list(call: RestCall): RestAnswer {
  requireApplicationAuth(call);
  requireAdmin(call);
  return answer(
    call.portal.placementStore.all().map((row) => ({
      placement: row.placement,
      userId: row.userId,
      handler: row.handler,
      options: phpMap(row.options),
      title: row.title,
      description: row.description,
      langAll: phpMap(row.langAll),
    })),
  );
}

function unbind(call: RestCall): RestAnswer {
  requireApplicationAuth(call);
  requireAdmin(call);
  const { PLACEMENT: placement, HANDLER: handler, USER_ID: userId } = call.params;
  if (isEmptyValue(placement)) throw missingArgument("PLACEMENT");
  const removed = call.portal.placementStore.unbind({
    placement: asText(placement).toUpperCase(),
    handler: isEmptyValue(handler) ? null : asText(handler),
    userId: userId === undefined ? null : Number(asText(userId)) || 0,
  });
  return answer({ count: removed * 2 });
}

export const placementMethods: MethodTable = {
  "placement.bind": { scope: SCOPE, run: bind },
  "placement.get": { scope: SCOPE, run: list },
  "placement.unbind": { scope: SCOPE, run: unbind },
  "placement.list": {
    scope: SCOPE,
    run: (call) => {
      const isFull = ["1", "true", "Y"].includes(asText(call.params.FULL));
      return answer(placementCodes(isFull ? null : call.caller.scope));
    },
  },
};
