import { ticketRoute } from "../../../../../lib/http/index.ts";

export const POST = ticketRoute();
