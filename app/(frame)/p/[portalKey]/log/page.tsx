import { LogPage } from "./_ui/log-page.client.tsx";

export default function Page() {
  return <LogPage />;
}
