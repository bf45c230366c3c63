import type { OutsideFault } from "../../shared.ts";
import type { Texts } from "../../step.ts";

/** Why the other side gave no answer, as a part of a sentence. */
export const FAULT_WORDS: Record<OutsideFault, Texts> = {
  address_refused: {
    en: "the address is not one of the public internet",
    ru: "адрес не из общедоступного интернета",
  },
  connection_refused: { en: "the connection was refused", ru: "в соединении отказано" },
  name_unknown: { en: "its name is not known", ru: "имя сервера неизвестно" },
  lookup_failed: { en: "its name could not be looked up", ru: "имя сервера не удалось найти" },
  no_connection: { en: "no connection within 5 seconds", ru: "нет соединения за 5 секунд" },
  reset: { en: "the connection was reset", ru: "соединение сброшено" },
  closed: {
    en: "the connection was closed without an answer",
    ru: "соединение закрыто без ответа",
  },
  no_answer: { en: "no answer within 15 seconds", ru: "нет ответа за 15 секунд" },
  ended: { en: "the attempt was ended", ru: "попытка прервана" },
  failed: { en: "the request failed", ru: "запрос не удался" },
};
