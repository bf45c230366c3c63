import { z } from "zod";
import { AppError } from "../errors.ts";
import { BATCH_TIMEOUT_MS } from "./call.ts";
import { exchange, type OnExchange } from "./exchange.ts";
import { readAnswer, type PortalAnswer } from "./read-answer.ts";

export interface BatchCommandV3 {
  method: string;
  query: Record<string, unknown>;
}

export interface BatchInputV3 {
  clientEndpoint: string;
  accessToken: string;
  commands: BatchCommandV3[];
  timeoutMs?: number | undefined;
  onExchange?: OnExchange | undefined;
}

export interface BatchAnswerV3 {
  /** In the order of the commands. */
  results: unknown[];
  time: PortalAnswer["time"];
}

const METHOD = "batch";
const Results = z.array(z.unknown());

/**
 * Sends several v3 calls as one request. Its first error fails all of them. The body is a list, so that the token
 * travels in a header: an address would be written into the portal's own log.
 */
export async function callBatchV3(input: BatchInputV3): Promise<BatchAnswerV3> {
  const { commands, accessToken, clientEndpoint } = input;
  return exchange({
    method: METHOD,
    api: "v3",
    params: { cmd: commands },
    request: {
      url: `${clientEndpoint.replace(/\/*$/, "/")}api/${METHOD}`,
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
      body: JSON.stringify(commands),
      timeoutMs: input.timeoutMs ?? BATCH_TIMEOUT_MS,
    },
    read: (answer) => readResults(readAnswer(METHOD, answer), commands.length),
    onExchange: withCommands(input),
  });
}

function readResults(answer: PortalAnswer, expected: number): BatchAnswerV3 {
  const parsed = Results.safeParse(answer.result);
  if (parsed.success && parsed.data.length === expected) {
    return { results: parsed.data, time: answer.time };
  }
  throw new AppError("portal_unavailable", "batch: the answer has an unknown shape.", {
    isOutcomeUnknown: true,
  });
}

// Which of the commands was refused is not told, so all that is known of them is whether there was an answer.
function withCommands({ commands, onExchange }: BatchInputV3): OnExchange | undefined {
  if (onExchange === undefined) return undefined;
  return (told) => {
    const isAnswered = told.error === undefined;
    const sent = commands.map(({ method }, place) => ({ id: String(place), method, isAnswered }));
    onExchange({ ...told, commands: sent });
  };
}
