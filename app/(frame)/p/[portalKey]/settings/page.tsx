import { SettingsPage } from "./_ui/settings-page.client.tsx";

export default function Page() {
  return <SettingsPage />;
}
