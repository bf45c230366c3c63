import type { z } from "zod";

export interface Door {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  summary: string;
  /** A token's scope; `frame` for what only people inside the portal come to. */
  who: "log:read" | "runs:read" | "events:read" | "frame" | "everybody";
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  answer?: z.ZodType;
  /** Of the answer, where it is no JSON. */
  type?: string;
}
