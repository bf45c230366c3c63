import type { z } from "zod";

export interface Door {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  summary: string;
  /** A token's scope; `run` for the secret of a run, `frame` for people inside the portal. */
  who: "log:read" | "runs:read" | "events:read" | "run" | "frame" | "everybody";
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  answer?: z.ZodType;
  /** Of the answer, where it is no JSON. */
  type?: string;
}
