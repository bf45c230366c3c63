import type { Messages } from "./messages.ts";

export const FALLBACK_LANG = "en";

export interface LoadedTexts {
  lang: string;
  /** Without those that `loadRest` brings; a test that imports the file itself has all of them. */
  messages: Messages;
  loadRest?: () => Promise<Texts>;
}

/** Texts of a language. A language is one file in `messages/`; one without a file reads English. */
export async function loadMessages(lang: string): Promise<LoadedTexts> {
  const file = await importFile(lang);
  if (file !== null) return { lang, ...file };
  const fallback = await importFile(FALLBACK_LANG);
  if (fallback === null) throw new Error("The English texts are missing.");
  return { lang: FALLBACK_LANG, ...fallback };
}

/** The same with what the pages get in a second part. */
export async function loadAllMessages(lang: string): Promise<LoadedTexts> {
  const { loadRest, ...texts } = await loadMessages(lang);
  if (loadRest === undefined) return texts;
  return { ...texts, messages: joined(texts.messages, await loadRest()) };
}

type Texts = Record<string, unknown>;

function joined<Own extends Texts>(first: Own, rest: Texts): Own {
  const all: Texts = { ...first };
  for (const [name, part] of Object.entries(rest)) {
    const own = all[name];
    all[name] = isPart(own) && isPart(part) ? joined(own, part) : part;
  }
  return all as Own;
}

/** A text with values in it is a list. */
function isPart(part: unknown): part is Texts {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}

async function importFile(lang: string): Promise<Omit<LoadedTexts, "lang"> | null> {
  try {
    const file = (await import(`./messages/${lang}.json`)) as TextsFile;
    const { default: messages, loadRest } = file;
    return { messages, ...(loadRest !== undefined && { loadRest }) };
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

interface TextsFile {
  default: Messages;
  loadRest?: () => Promise<Texts>;
}

/** Bundlers answer a name outside the folder with this code; a failed download has another one. */
function isMissingFile(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code;
  return code === "MODULE_NOT_FOUND" || /Unknown variable dynamic import/.test(error.message);
}
