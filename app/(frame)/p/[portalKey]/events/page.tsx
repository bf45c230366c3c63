import { EventsPage } from "./_ui/events-page.client.tsx";

export default function Page() {
  return <EventsPage />;
}
