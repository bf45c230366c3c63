import { asText, isEmptyValue } from "../php-values.ts";
import { RestError } from "../rest/rest-error.ts";
import {
  answer,
  requireApplicationAuth,
  type MethodTable,
  type RestAnswer,
  type RestCall,
} from "./call.ts";

const ATTACH_LIMIT = 60_000;

function checkAttach(call: RestCall): void {
  const attach = call.params.ATTACH;
  if (isEmptyValue(attach)) return;
  const isText = typeof attach === "string";
  const text = isText ? attach : JSON.stringify(attach);
  if (text.length > ATTACH_LIMIT) throw new RestError("ATTACH_OVERSIZE", "Attach is too large");
  if (!isText) return;
  try {
    JSON.parse(attach);
  } catch {
    throw new RestError("ATTACH_ERROR", "Incorrect attach params");
  }
}

function notify(call: RestCall): RestAnswer {
  requireApplicationAuth(call);
  const { USER_ID: userId, TO: to, MESSAGE: message } = call.params;
  const id = Number(asText(userId ?? to)) || 0;
  if (id <= 0) throw new RestError("USER_ID_EMPTY", "User ID can't be empty");
  if (asText(message) === "") throw new RestError("MESSAGE_EMPTY", "Message can't be empty");
  checkAttach(call);
  if (call.portal.people.find(id) === null) return answer(false);
  const notice = call.portal.notices.add({
    userId: id,
    message: asText(message),
    tag: asText(call.params.TAG),
  });
  call.effect = `notice ${String(notice)}`;
  return answer(notice);
}

export const noticeMethods: MethodTable = {
  "im.notify.system.add": { scope: ["im"], run: notify },
  "im.notify": { scope: ["im"], run: notify },
};
