import { Texts } from "./_ui/i18n/texts.tsx";
import { NotEmbedded } from "./_ui/states/not-embedded.client.tsx";

interface Props {
  searchParams: Promise<{ lang?: string | string[] }>;
}

export default async function StartPage({ searchParams }: Props) {
  return (
    <Texts lang={(await searchParams).lang}>
      <NotEmbedded reason="direct" />
    </Texts>
  );
}
