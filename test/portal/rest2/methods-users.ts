import { userRecord } from "../people.ts";
import { asText, isMap, type JsonMap } from "../php-values.ts";
import { answer, type MethodTable, type RestAnswer, type RestCall } from "./call.ts";
import { listAnswer } from "./listing.ts";

const SCOPES = ["user", "user_basic", "user_brief"];

function isWide(call: RestCall): boolean {
  return call.caller.scope.includes("user") || call.caller.scope.includes("user_basic");
}

function userList(call: RestCall): RestAnswer {
  const now = call.portal.cloud.clock.now();
  const rows = call.portal.people
    .all()
    .map((user) => userRecord(user, { wide: isWide(call), now }));
  const { FILTER: given, SORT: sort, ORDER: order, ...plain } = call.params;
  const known = Object.entries(plain).filter(([key]) => {
    return rows.some((row) => key.replace(/^[!=<>@%]+/, "") in row);
  });
  const filter: JsonMap = { ...Object.fromEntries(known), ...(isMap(given) ? given : {}) };
  const direction = asText(order) === "" ? "ASC" : asText(order);
  const field = asText(sort) === "" ? "ID" : asText(sort);
  const params: JsonMap = { ...plain, FILTER: filter, ORDER: { [field]: direction } };
  return listAnswer(params, { rows, defaultSelect: [] });
}

export const userMethods: MethodTable = {
  "user.current": {
    scope: SCOPES,
    run: (call) => {
      const now = call.portal.cloud.clock.now();
      return answer(userRecord(call.caller.user, { wide: isWide(call), now }));
    },
  },
  "user.get": { scope: SCOPES, run: userList },
};
