import { decodeDescription, type DecodedDescription } from "../decode-description.ts";
import { itemUserId, previousUserId } from "../entry-users.ts";
import type { EntryView, UserView } from "../entry-view.ts";
import { eventTitle, type EventWords } from "./event-words.ts";
import type { SummaryFacts } from "./summary-facts.ts";

const MAX_OBJECT = 120;

type Users = Record<string, UserView>;

/** One readable sentence for an entry; plain text that may hold what a stranger typed. */
export function summarize(entry: EntryView, users: Users, words: EventWords): string {
  const facts = gatherFacts(entry, users, words);
  const { own, fallback } = words.sentences;
  const say = Object.hasOwn(own, entry.auditTypeId) ? own[entry.auditTypeId] : undefined;
  return (say ?? fallback)(facts);
}

function gatherFacts(entry: EntryView, users: Users, words: EventWords): SummaryFacts {
  const subjectId = itemUserId(entry);
  const actorId = entry.userId !== null && entry.userId > 0 ? entry.userId : null;
  const name = (id: number | null): string | null => (id === null ? null : nameOf(users, id));
  const decoded = decodeDescription(entry.description);
  const detail = detailOf(decoded);
  return {
    title: eventTitle(entry.auditTypeId, words),
    actor: name(actorId),
    subject: name(subjectId) ?? toObject(entry.itemId),
    isSelf: actorId !== null && actorId === subjectId,
    address: entry.remoteAddr === "" ? null : entry.remoteAddr,
    moduleId: entry.moduleId,
    previousUser: name(previousUserId(entry)),
    detail,
    text: detailText(decoded),
  };
}

function nameOf(users: Users, id: number): string {
  const user = users[String(id)];
  return user?.isKnown === true ? user.name : `#${id}`;
}

function toObject(itemId: string): string | null {
  return ["", "0", "UNKNOWN"].includes(itemId) ? null : cut(itemId);
}

function cut(text: string): string {
  return text.length > MAX_OBJECT ? `${text.slice(0, MAX_OBJECT - 1)}…` : text;
}

// Only what can be said in a word: the rest of the description is shown beside the sentence.
function detailOf(decoded: DecodedDescription): Record<string, string> {
  const { kind, value } = decoded;
  if (kind !== "json" || typeof value !== "object" || value === null) return {};
  const words = Object.entries(value).flatMap(([key, word]: [string, unknown]) =>
    typeof word === "string" || typeof word === "number" ? [[key, cut(String(word))]] : [],
  );
  return Object.fromEntries(words) as Record<string, string>;
}

function detailText(decoded: DecodedDescription): string | null {
  const isText = decoded.kind === "text" || decoded.kind === "url";
  return isText ? cut(decoded.value.split("\n", 1)[0] ?? "") : null;
}
