import { LogPageLoader } from "./_ui/log-page-loader.client.tsx";

export default function Page() {
  return <LogPageLoader />;
}
