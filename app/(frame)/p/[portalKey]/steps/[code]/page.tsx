import { StepPage } from "../_ui/step-page.client.tsx";

export default async function Page({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  return <StepPage code={decodeURIComponent(code)} />;
}
