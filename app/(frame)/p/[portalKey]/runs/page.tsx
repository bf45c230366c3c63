import { RunsPage } from "./_ui/runs-page.client.tsx";

export default function Page() {
  return <RunsPage />;
}
