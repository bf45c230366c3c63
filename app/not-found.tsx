import { askedTexts } from "./_ui/i18n/asked-texts.ts";
import { NotFound } from "./_ui/states/not-found.client.tsx";

export default async function NotFoundPage() {
  const { lang, messages } = await askedTexts();
  return <NotFound lang={lang} messages={messages} />;
}
