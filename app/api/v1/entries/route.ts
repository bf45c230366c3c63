import { entriesDoor } from "../../../../lib/web/index.ts";

export const GET = entriesDoor;
