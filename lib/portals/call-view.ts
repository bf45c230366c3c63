import type { Prisma } from "../../prisma/generated/client.ts";
import type { CallCommand, CallView } from "./shared.ts";

/** Everything but request and answer, which only a single call shows. */
export const CALL_VIEW_COLUMNS = {
  id: true,
  at: true,
  method: true,
  api: true,
  priority: true,
  attempt: true,
  status: true,
  outcome: true,
  code: true,
  platformCode: true,
  durationMs: true,
  runIds: true,
  commands: true,
} as const satisfies Prisma.RestCallSelect;

type ViewRow = Prisma.RestCallGetPayload<{ select: typeof CALL_VIEW_COLUMNS }>;

export function toCallView(row: ViewRow): CallView {
  const commands = commandsOf(row);
  return {
    id: row.id.toString(),
    at: row.at.toISOString(),
    method: row.method,
    api: row.api as CallView["api"],
    priority: row.priority,
    attempt: row.attempt,
    status: row.status,
    outcome: row.outcome as CallView["outcome"],
    code: row.code,
    platformCode: row.platformCode,
    durationMs: row.durationMs,
    runIds: row.runIds,
    batch: commands && {
      methods: [...new Set(commands.map((command) => command.method))],
      total: commands.length,
      refused: commands.filter((command) => command.outcome === "error").length,
    },
  };
}

/** The commands as `recordCall` wrote them; null for a call that is no batch. */
export function commandsOf(row: { commands: Prisma.JsonValue }): CallCommand[] | null {
  return row.commands as CallCommand[] | null;
}
