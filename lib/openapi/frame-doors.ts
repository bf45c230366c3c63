import { ChangeReadersInput, CreateTokenInput } from "../access/index.ts";
import {
  LoadCoverageInput,
  RetentionRules,
  SaveMasksInput,
  SaveRetentionInput,
  StartCheckInput,
} from "../archive/index.ts";
import { ChangeViewInput, CreateLinkInput, CreateViewInput } from "../views/index.ts";
import {
  CompleteReport,
  ConnectionInput,
  FailReport,
  HeartbeatReport,
  ProgressReport,
} from "../steps/index.ts";
import { MadeToken, Readers, Readings, Token, TokenList } from "./access-answers.ts";
import { FrameAnswer, Nothing } from "./answers.ts";
import type { Door } from "./door.ts";
import { Coverage, Evidence } from "./log-answers.ts";
import { Heartbeat, Progress, Settled } from "./run-answers.ts";

type FrameDoor = [method: Door["method"], path: string, summary: string, body?: Door["body"]];

const DOORS: FrameDoor[] = [
  ["get", "/api/v1/calls", "Calls to the portal"],
  ["get", "/api/v1/calls/{id}", "One call to the portal"],
  ["get", "/api/v1/connections", "Connections to outside systems"],
  ["post", "/api/v1/connections", "Makes a connection", ConnectionInput],
  ["put", "/api/v1/connections/{id}", "Changes a connection", ConnectionInput],
  ["delete", "/api/v1/connections/{id}", "Deletes a connection"],
  ["post", "/api/v1/connections/{id}/rotate", "Gives a connection another secret"],
  ["post", "/api/v1/connections/{id}/test", "Tries a connection"],
  ["post", "/api/v1/coverage", "Loads a missing span", LoadCoverageInput],
  ["post", "/api/v1/exports/tickets", "The address of a file with a ticket"],
  ["post", "/api/v1/links", "A short link to a view", CreateLinkInput],
  ["get", "/api/v1/links/{id}", "What a short link stands for"],
  ["get", "/api/v1/masks", "Rules of masking"],
  ["put", "/api/v1/masks", "Changes the rules of masking", SaveMasksInput],
  ["get", "/api/v1/people", "Names of people"],
  ["get", "/api/v1/preferences", "Settings of a person"],
  ["put", "/api/v1/preferences", "Changes the settings of a person"],
  ["get", "/api/v1/readers", "Who may read besides administrators"],
  ["put", "/api/v1/readers", "Changes who may read", ChangeReadersInput],
  ["get", "/api/v1/readers/people", "Whom one could name as a reader"],
  ["get", "/api/v1/readings", "Who read what"],
  ["get", "/api/v1/retention", "How long entries are kept"],
  ["post", "/api/v1/retention", "What a rule would remove", RetentionRules],
  ["put", "/api/v1/retention", "Changes how long entries are kept", SaveRetentionInput],
  ["post", "/api/v1/runs/{id}/cancel", "Ends a run"],
  ["get", "/api/v1/settings", "Settings of the portal"],
  ["patch", "/api/v1/settings", "Changes the settings of the portal"],
  ["get", "/api/v1/setup", "State of the installation"],
  ["post", "/api/v1/setup", "Repeats the installation"],
  ["get", "/api/v1/steps/{code}", "Properties of a step"],
  ["post", "/api/v1/steps/{code}/check", "Checks the properties of a step"],
  ["get", "/api/v1/tokens", "API tokens"],
  ["post", "/api/v1/tokens", "Makes an API token", CreateTokenInput],
  ["delete", "/api/v1/tokens/{id}", "Revokes an API token"],
  ["post", "/api/v1/verify", "Starts a check of the chain", StartCheckInput],
  ["get", "/api/v1/views", "Saved views"],
  ["post", "/api/v1/views", "Saves a view", CreateViewInput],
  ["patch", "/api/v1/views/{id}", "Changes a view", ChangeViewInput],
  ["delete", "/api/v1/views/{id}", "Deletes a view"],
];

// What the rest gives is made for our pages.
const ANSWERS: Record<string, NonNullable<Door["answer"]>> = {
  "post /api/v1/coverage": Coverage,
  "post /api/v1/verify": Evidence,
  "get /api/v1/tokens": TokenList,
  "post /api/v1/tokens": MadeToken,
  "delete /api/v1/tokens/{id}": Token,
  "get /api/v1/readers": Readers,
  "put /api/v1/readers": Readers,
  "get /api/v1/readings": Readings,
  "delete /api/v1/views/{id}": Nothing,
};

/** For pages inside the portal: no token opens them. */
export const FRAME_DOORS: Door[] = DOORS.map(([method, path, summary, body]) => ({
  ...{ method, path, summary, who: "frame", answer: ANSWERS[`${method} ${path}`] ?? FrameAnswer },
  ...(body !== undefined && { body }),
}));

type Schema = NonNullable<Door["body"]>;

const REPORTS: [path: string, summary: string, body: Schema, answer: Schema][] = [
  ["complete", "The outside system is done", CompleteReport, Settled],
  ["fail", "The outside system has failed", FailReport, Settled],
  ["heartbeat", "The outside system is still at work", HeartbeatReport, Heartbeat],
  ["progress", "How far the outside system is", ProgressReport, Progress],
];

/** What an outside system reports of a run, with the secret that the run was given to it with. */
export const RUN_DOORS: Door[] = REPORTS.map(([path, summary, body, answer]) => ({
  ...{ method: "post", path: `/api/v1/runs/{id}/${path}`, summary, who: "run", body },
  answer,
}));
