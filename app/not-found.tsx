import { NotEmbedded } from "./_ui/states/not-embedded.tsx";

export default function NotFoundPage() {
  return <NotEmbedded reason="missing" />;
}
