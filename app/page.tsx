import { NotEmbedded } from "./_ui/states/not-embedded.tsx";

interface Props {
  searchParams: Promise<{ lang?: string | string[] }>;
}

export default async function StartPage({ searchParams }: Props) {
  return <NotEmbedded reason="direct" lang={(await searchParams).lang} />;
}
