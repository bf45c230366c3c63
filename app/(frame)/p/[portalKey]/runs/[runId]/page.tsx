import { RunPage } from "../_ui/run-page.client.tsx";

export default async function Page({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  return <RunPage runId={decodeURIComponent(runId)} />;
}
