/** Orders by time: the newest or the oldest entry first. */
export const TIME_ORDERS = ["desc", "asc"] as const;

/** Fields that entries can be put in order by; in each of their values the newest entry comes first. */
export const VALUE_ORDERS = ["severity", "type", "user", "ip", "module"] as const;
export type ValueOrder = (typeof VALUE_ORDERS)[number];

export type EntryOrder = (typeof TIME_ORDERS)[number] | ValueOrder | `-${ValueOrder}`;

/** Every order by its name; a minus in front turns the values around. */
export const ENTRY_ORDERS: readonly EntryOrder[] = [
  ...TIME_ORDERS,
  ...VALUE_ORDERS,
  ...VALUE_ORDERS.map((name) => `-${name}` as const),
];

export function isEntryOrder(text: string): text is EntryOrder {
  return (ENTRY_ORDERS as readonly string[]).includes(text);
}

/** What an order goes by where it is not time alone, and whether its greatest value comes first. */
export function byValue(order: EntryOrder): { name: ValueOrder; isDown: boolean } | null {
  const isDown = order.startsWith("-");
  const name = VALUE_ORDERS.find((one) => one === (isDown ? order.slice(1) : order));
  return name === undefined ? null : { name, isDown };
}
