import type { EntryView } from "../../../../../../../lib/archive/shared.ts";
import { ENTRY_FIELDS, fieldText, type EntryField } from "./entry-lines.ts";
import { changesBetween, type Change } from "./find-changes.ts";
import { jsonOf } from "./plain-json.ts";

/** Fields that differ between any two entries and say nothing. */
const OWN = ["id", "nativeId", "timestampX"] as const;
type Own = (typeof OWN)[number];
type Telling = Exclude<EntryField, Own>;

interface Input {
  previous: EntryView;
  entry: EntryView;
  /** How the reader calls the fields. */
  named: { description: string; field(name: Telling): string };
}

/** What two events of one object tell differently. */
export function entryChanges({ previous, entry, named }: Input): Change[] {
  const fields = ENTRY_FIELDS.filter((field): field is Telling => !isOwn(field));
  const changes = fields.flatMap((field) =>
    changesBetween(orNone(fieldText(previous, field)), orNone(fieldText(entry, field)), [
      named.field(field),
    ]),
  );
  const before = jsonOf(previous.description) ?? orNone(previous.description ?? "");
  const after = jsonOf(entry.description) ?? orNone(entry.description ?? "");
  return [...changes, ...changesBetween(before, after, [named.description])];
}

function isOwn(field: EntryField): field is Own {
  return (OWN as readonly EntryField[]).includes(field);
}

function orNone(text: string): string | undefined {
  return text === "" ? undefined : text;
}
