import { Texts } from "./_ui/i18n/texts.tsx";
import { NotEmbedded } from "./_ui/states/not-embedded.client.tsx";

export default function NotFoundPage() {
  return (
    <Texts>
      <NotEmbedded reason="missing" />
    </Texts>
  );
}
