import { answerInstead } from "./answer-instead.ts";
import type { Visitor } from "./browser-visitor.ts";

/** Until it is let in, no script comes that holds this sign. */
export async function keepAway(person: Visitor, sign: string): Promise<{ letIn(): void }> {
  let isAway = true;
  person.expectFaults(/ERR_INTERNET_DISCONNECTED/);
  await answerInstead(person.page, {
    at: /_next\/static\/chunks\/.*\.js/,
    answer: async (route) => {
      const response = await route.fetch();
      const isMeant = (await response.text()).includes(sign);
      await (isAway && isMeant ? route.abort("internetdisconnected") : route.fulfill({ response }));
    },
  });
  return { letIn: () => void (isAway = false) };
}
