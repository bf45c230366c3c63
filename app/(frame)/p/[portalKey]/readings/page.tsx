import { ReadingsPage } from "./_ui/readings-page.client.tsx";

export default function Page() {
  return <ReadingsPage />;
}
