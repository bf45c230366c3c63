import { StepSettingsPage } from "../_ui/step-settings-page.client.tsx";

export default async function Page({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  return <StepSettingsPage code={decodeURIComponent(code)} />;
}
