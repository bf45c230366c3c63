import type { ReactNode } from "react";
import { Frame } from "../../../_ui/shell/frame.client.tsx";

interface Props {
  params: Promise<{ portalKey: string }>;
  children: ReactNode;
}

export default async function PortalLayout({ params, children }: Props) {
  const { portalKey } = await params;
  return <Frame portalKey={decodeURIComponent(portalKey)}>{children}</Frame>;
}
