import type { Page, Route } from "playwright-core";

type Answer = (route: Route) => unknown;

export interface Instead {
  /** Requests from now on are answered so; null: by the app itself. */
  change(answer: Answer | null): void;
}

/**
 * The test answers what the page asks for at these addresses, until its window closes. The route itself stays:
 * taken away, it would send on the very requests that an answer is still being made for.
 */
export async function answerInstead(
  page: Page,
  input: { at: string | RegExp; answer: Answer | null },
): Promise<Instead> {
  let present = input.answer;
  await page.route(input.at, async (route) => {
    await (present === null ? route.continue() : present(route));
  });
  return { change: (answer) => void (present = answer) };
}
