import { eventNames } from "../event-bindings.ts";
import { asText, isEmptyValue } from "../php-values.ts";
import { missingArgument, RestError } from "../rest/rest-error.ts";
import {
  answer,
  requireApplicationAuth,
  type MethodTable,
  type RestAnswer,
  type RestCall,
} from "./call.ts";

interface EventParams {
  event: string;
  handler: string;
  isOffline: boolean;
}

function eventParams(call: RestCall): EventParams {
  requireApplicationAuth(call);
  const { EVENT: event, HANDLER: handler } = call.params;
  const isOffline = asText(call.params.EVENT_TYPE).toLowerCase() === "offline";
  if (isEmptyValue(event)) throw missingArgument("EVENT");
  if (!isOffline && isEmptyValue(handler)) throw missingArgument("HANDLER");
  return { event: asText(event).toUpperCase(), handler: asText(handler), isOffline };
}

function bind(call: RestCall): RestAnswer {
  const { event, handler, isOffline } = eventParams(call);
  if (!eventNames(call.caller.scope).includes(event)) {
    throw new RestError("ERROR_EVENT_NOT_FOUND", "Event not found");
  }
  const { user } = call.caller;
  const wanted = Number(asText(call.params.AUTH_TYPE)) || 0;
  if (!user.isAdmin && wanted !== 0 && wanted !== user.id) throw new RestError("ACCESS_DENIED");
  const authType = user.isAdmin ? wanted : user.id;
  call.portal.events.bind({ event, handler, authType, isOffline });
  call.effect = `bound ${event}`;
  return answer(true);
}

function unbind(call: RestCall): RestAnswer {
  const { event, handler } = eventParams(call);
  const given = call.params.AUTH_TYPE;
  const authType = given === undefined ? null : Number(asText(given)) || 0;
  return answer({ count: call.portal.events.unbind({ event, handler, authType }) });
}

function list(call: RestCall): RestAnswer {
  requireApplicationAuth(call);
  return answer(
    call.portal.events.all().map(({ event, handler, authType, isOffline }) => ({
      event,
      handler,
      auth_type: String(authType),
      offline: isOffline ? 1 : 0,
    })),
  );
}

export const eventMethods: MethodTable = {
  events: { scope: null, run: (call) => answer(eventNames(call.caller.scope)) },
  "event.bind": { scope: null, run: bind },
  "event.unbind": { scope: null, run: unbind },
  "event.get": { scope: null, run: list },
};
