type Titles = Record<string, string>;

/** Titles of all that can happen to things, by codes that are put together in the same way. */
export function joined(things: Titles, actions: Titles, between: string): Titles {
  const titles = Object.entries(things).flatMap(([thing, name]) =>
    Object.entries(actions).map(([action, done]) => [
      `${thing}_${action}`,
      `${name}${between}${done}`,
    ]),
  );
  return Object.fromEntries(titles) as Titles;
}
