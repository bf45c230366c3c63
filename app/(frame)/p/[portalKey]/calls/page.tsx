import { CallsPage } from "./_ui/calls-page.client.tsx";

export default function Page() {
  return <CallsPage />;
}
