import { DeniedView } from "../../_ui/states/denied-view.client.tsx";
import { Texts } from "../../_ui/i18n/texts.tsx";

interface Props {
  searchParams: Promise<{ lang?: string | string[] }>;
}

/** For people who open the application before an administrator has installed it. */
export default async function DeniedPage({ searchParams }: Props) {
  return (
    <Texts lang={(await searchParams).lang}>
      <DeniedView />
    </Texts>
  );
}
