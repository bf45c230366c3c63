import type { SeededRandom } from "../portal/random.ts";
import { chance, hex, pick, skewed, weighted } from "./draw.ts";
import { byPerson, bySystem } from "./entry-fields.ts";
import type { Draw, Source } from "./raw-entry.ts";
import { phrase } from "./words.ts";

const LEVELS = weighted([
  [60, "INFO"],
  [14, "NOTICE"],
  [12, "DEBUG"],
  [8, "WARNING"],
  [5, "ERROR"],
  [0.4, "CRITICAL"],
]);

const TITLES_EN = [
  "Price changed",
  "Stock compared",
  "Order sent",
  "Order refused",
  "Contact merged",
];
const TITLES_RU = [
  "Цена изменена",
  "Остатки сверены",
  "Заказ отправлен",
  "Заказ отклонён",
  "Контакты объединены",
];

function change(random: SeededRandom, isRussian: boolean): [before: unknown, after: unknown] {
  const word = (count: number) => phrase(random, { isRussian, count });
  const price = 1 + random.below(90_000);
  const before = { price, stock: random.below(500), title: word(2), tags: [word(1), word(1)] };
  return [before, { ...before, price: price + random.below(900), title: word(2) }];
}

/** A partner's module that writes what it exchanges as JSON, often in the portal's language. */
export const exchange: Source = (draw) => {
  const { random, portal } = draw;
  const { isRussian } = portal;
  const [before, after] = change(random, isRussian);
  return bySystem(draw, {
    severity: LEVELS(random),
    auditTypeId: `EXCHANGE_${pick(random, ["ORDER", "STOCK", "PRICE", "CONTACT"])}`,
    moduleId: "example.exchange",
    itemId: `order-${1 + random.below(400_000)}`,
    description: JSON.stringify({
      requestId: draw.requestId,
      title: pick(random, isRussian ? TITLES_RU : TITLES_EN),
      order: { id: 1 + random.below(400_000), status: pick(random, ["N", "P", "F", "C"]) },
      ...(chance(random, 0.4) ? { before, after } : {}),
      tookMs: 5 + skewed(random, 4_000, 4),
    }),
  });
};

const HEAD_RU = "Ошибка обработчика";
const HEAD_EN = "Handler failed";

/** Long texts of several lines, as handlers leave them. */
export const handlerFault: Source = (draw) => {
  const { random, portal } = draw;
  const { isRussian } = portal;
  const lines = Array.from({ length: 2 + skewed(random, 14, 3) }, (_, index) => {
    const file = `/local/modules/example.exchange/lib/${pick(random, ["Order", "Stock", "Mail"])}Handler.php`;
    return `#${index} ${file}(${1 + random.below(900)}): ${phrase(random, { isRussian, count: 3 })}`;
  });
  return bySystem(draw, {
    severity: pick(random, ["ERROR", "ERROR", "WARNING"]),
    auditTypeId: "HANDLER_FAULT",
    moduleId: "example.exchange",
    itemId: hex(random, 8),
    description: `${isRussian ? HEAD_RU : HEAD_EN} ${draw.requestId}<br>${lines.join("<br>")}`,
  });
};

const SHOP_TYPES = weighted([
  [8, "SALE_ORDER_SAVE"],
  [4, "SALE_EXCHANGE"],
  [2, "SALE_DELIVERY_ERROR"],
  [2, "CAT_YAND_FILE"],
  [1, "PAY_SYSTEM_ACTION_ALARM"],
  [1, "YMARKET_ORDER_STATUS"],
]);

export const shop: Source = (draw) => {
  const { random, portal } = draw;
  const auditTypeId = SHOP_TYPES(random);
  const isFault = /ERROR|ALARM/.test(auditTypeId);
  return bySystem(draw, {
    severity: isFault ? "ERROR" : LEVELS(random),
    auditTypeId,
    moduleId: auditTypeId.startsWith("CAT") ? "catalog" : "sale",
    itemId: String(1 + random.below(300_000)),
    description: `${phrase(random, { isRussian: portal.isRussian, count: 5 })} ${1 + random.below(300_000)}: ${isFault ? "timeout" : "ok"}`,
  });
};

export const booking: Source = (draw) =>
  byPerson(draw, {
    severity: pick(draw.random, ["DEBUG", "INFO", "NOTICE"]),
    auditTypeId: `${pick(draw.random, ["BOOKING", "LOCATION"])}_MODULE_EVENT_${pick(draw.random, ["ADD", "UPDATE"])}`,
    moduleId: pick(draw.random, ["booking", "location"]),
    itemId: String(1 + draw.random.below(60_000)),
    description: JSON.stringify({ slot: slot(draw), resource: 1 + draw.random.below(40) }),
  });

function slot({ random, localHour }: Draw): string {
  return `${localHour}:${pick(random, ["00", "15", "30", "45"])}`;
}

/** Rare and very long: what a module wrote down as a whole. */
export const dump: Source = (draw) => {
  const { random, portal } = draw;
  const items = Array.from({ length: 100 + random.below(500) }, (_, index) => ({
    id: index,
    name: phrase(random, { isRussian: portal.isRussian, count: 3 }),
    sku: hex(random, 10),
  }));
  return bySystem(draw, {
    severity: "DEBUG",
    auditTypeId: "EXCHANGE_DUMP",
    moduleId: "example.exchange",
    description: JSON.stringify({ requestId: draw.requestId, items }),
  });
};
