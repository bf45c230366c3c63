import { redirect } from "next/navigation.js";

interface Props {
  params: Promise<{ portalKey: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PortalPage({ params, searchParams }: Props) {
  const { portalKey } = await params;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    for (const one of [value ?? []].flat()) query.append(name, one);
  }
  redirect(`/p/${portalKey}/log?${query}`);
}
