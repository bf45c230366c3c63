import type { Messages } from "./messages.ts";

export const FALLBACK_LANG = "en";

/** Texts of a language. A language is one file in `messages/`; one without a file reads English. */
export async function loadMessages(lang: string): Promise<{ lang: string; messages: Messages }> {
  const file = await importFile(lang);
  if (file !== null) return { lang, messages: file };
  const fallback = await importFile(FALLBACK_LANG);
  if (fallback === null) throw new Error("The English texts are missing.");
  return { lang: FALLBACK_LANG, messages: fallback };
}

async function importFile(lang: string): Promise<Messages | null> {
  try {
    const file = (await import(`./messages/${lang}.json`)) as { default: Messages };
    return file.default;
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** Bundlers answer a name outside the folder with this code; a failed download has another one. */
function isMissingFile(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code;
  return code === "MODULE_NOT_FOUND" || /Unknown variable dynamic import/.test(error.message);
}
