import { SetupPage } from "./_ui/setup-page.client.tsx";

export default function Page() {
  return <SetupPage />;
}
