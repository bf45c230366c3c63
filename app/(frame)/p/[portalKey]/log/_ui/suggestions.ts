import {
  eventTitle,
  SEVERITIES,
  titledCodes,
  type EntryView,
  type EventWords,
  type UserView,
} from "../../../../../../lib/archive/shared.ts";
import {
  addTerm,
  completionAt,
  ENTRY_FIELDS,
  printQuery,
  type Completion,
  type Field,
} from "../../../../../../lib/filter/shared.ts";
import { recentQueries } from "./recent-queries.ts";

export interface Suggestion {
  id: string;
  /** What the box holds when it is taken. */
  next: { text: string; caret: number };
  title: string;
  note: string | null;
  kind: "field" | "value" | "sign" | "recent" | "view";
}

export interface Counted {
  value: string;
  /** Name of a user. */
  label: string | null;
  count: number;
}

interface Sources {
  rows: EntryView[];
  users: Record<string, UserView>;
}

interface Input {
  text: string;
  caret: number;
  sources: Sources;
  /** Values of the field with their numbers of entries, where they are known. */
  counted: Counted[];
  events: EventWords;
  label(field: Field): string;
  /** For entries in which a user came from an address for the first time. */
  newAddress: string;
  /** Saved views with a query of their own. */
  views: { id: string; name: string; q: string }[];
}

const MOST = 12;

/** What could stand where the caret is; queries of before when there is nothing yet. */
export function suggest(input: Input): Suggestion[] {
  const { text, caret } = input;
  if (text.trim() === "")
    return [...recent(), ...views(input), ...fields(input, completionAt("", 0))].slice(0, MOST * 2);
  const completion = completionAt(text, caret);
  if (completion.kind === "field") {
    return [...views(input), ...fields(input, completion)].slice(0, MOST);
  }
  if (completion.kind === "path") return [];
  const signs = completion.signs.map((sign) =>
    take(input, completion, { kind: "sign", put: sign, title: sign }),
  );
  if (completion.kind === "operator") return signs;
  return [...values(input, completion), ...signs].slice(0, MOST);
}

/** The field whose values are asked for at the caret. */
export function fieldAt(text: string, caret: number): Field | null {
  const completion = completionAt(text, caret);
  return completion.kind === "value" ? completion.field : null;
}

function recent(): Suggestion[] {
  return recentQueries()
    .slice(0, 8)
    .map((query) => ({
      id: `recent ${query}`,
      next: { text: query, caret: query.length },
      title: query,
      note: null,
      kind: "recent",
    }));
}

/** Views whose name begins with all that is typed. */
function views({ text, views: saved }: Input): Suggestion[] {
  const typed = text.trim().toLowerCase();
  return saved
    .filter(({ name, q }) => q !== "" && name.toLowerCase().startsWith(typed))
    .slice(0, 5)
    .map(({ id, name, q }) => ({
      id: `view ${id}`,
      next: { text: q, caret: q.length },
      title: name,
      note: q,
      kind: "view",
    }));
}

function fields(input: Input, completion: Completion): Suggestion[] {
  const prefix = completion.prefix.toLowerCase();
  // A word in the middle of a text is a word; names of fields are offered from its first letters on.
  return ENTRY_FIELDS.filter((field) => {
    const names = [field.name, field.nativeName, input.label(field)];
    return names.some((name) => name.toLowerCase().startsWith(prefix));
  }).map((field) =>
    take(input, completion, {
      kind: "field",
      put: field.kind === "json" ? `${field.name}.` : `${field.name}:`,
      title: input.label(field),
      note: field.kind === "json" ? `${field.name}.key:` : `${field.name}:`,
    }),
  );
}

type ValueCompletion = Extract<Completion, { kind: "value" }>;

function values(input: Input, completion: ValueCompletion): Suggestion[] {
  const { field, prefix } = completion;
  const typed = prefix.toLowerCase();
  const known = new Map(candidates(input, field).map((one) => [one.value, one]));
  return [...known.values()]
    .filter(({ value, title }) => `${value} ${title}`.toLowerCase().includes(typed))
    .sort((left, right) => begins(right, typed) - begins(left, typed) || most(left, right))
    .flatMap(({ value, title, count }) => {
      const put = printed(field, value);
      if (put === null) return [];
      const note = [title === value ? null : value, count === null ? null : `× ${count}`];
      return [
        take(input, completion, {
          kind: "value",
          put: `${put} `,
          title,
          note: note.filter((part) => part !== null).join("  "),
        }),
      ];
    });
}

function begins({ value, title }: Candidate, typed: string): number {
  return Number([value, title].some((text) => text.toLowerCase().startsWith(typed)));
}

function most(left: Candidate, right: Candidate): number {
  return (right.count ?? 0) - (left.count ?? 0);
}

interface Candidate {
  value: string;
  title: string;
  count: number | null;
}

function candidates({ sources, counted, events, newAddress }: Input, field: Field): Candidate[] {
  const { rows, users } = sources;
  const counts = new Map(counted.map(({ value, count }) => [value, count]));
  const named = (value: string, title: string) => ({
    value,
    title,
    count: counts.get(value) ?? null,
  });
  const others = counted.filter(({ value }) => value !== "");
  switch (field.name) {
    case "sev":
      return SEVERITIES.map((code) => named(code, code));
    case "type": {
      const codes = [...rows.map((row) => row.auditTypeId), ...titledCodes(events)];
      return [...others.map(({ value }) => value), ...codes].map((code) =>
        named(code, eventTitle(code, events)),
      );
    }
    case "user":
      return [
        ...Object.values(users).map(({ id, name }) => named(String(id), name)),
        ...others.map(({ value, label }) => named(value, label ?? users[value]?.name ?? value)),
      ];
    case "is":
      return [named("new-address", newAddress)];
    case "ip":
      return [...others.map(({ value }) => value), "private", "public"].map((value) =>
        named(value, value),
      );
    default:
      return others.map(({ value }) => named(value, value));
  }
}

/** The value as it is written behind the colon; null when the field cannot have it. */
function printed(field: Field, value: string): string | null {
  if (field.kind === "ip" && (value === "private" || value === "public")) return value;
  try {
    const text = printQuery(addTerm(null, { field: field.name, value }));
    const prefix = `${field.name}:`;
    return text.startsWith(prefix) ? text.slice(prefix.length) : null;
  } catch {
    // The log holds values that the field's own kind refuses; they are not offered.
    return null;
  }
}

interface Taken {
  kind: Suggestion["kind"];
  put: string;
  title: string;
  note?: string;
}

function take(input: Input, { at }: Completion, { kind, put, title, note }: Taken): Suggestion {
  const tail = input.text.slice(at.end);
  const joined = put.endsWith(" ") && tail.startsWith(" ") ? put.trimEnd() : put;
  const head = `${input.text.slice(0, at.start)}${joined}`;
  const next = { text: `${head}${tail}`, caret: head.length };
  return { id: `${kind} ${put}`, next, title, note: note === "" ? null : (note ?? null), kind };
}
