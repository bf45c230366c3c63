"use client";

import { useQuery } from "@tanstack/react-query";
import type { ConnectionView } from "../../../../../../lib/steps/shared.ts";
import { useApi, useSession } from "../../../../../_ui/session/session.client.tsx";
import { SelectControl } from "./select-control.client.tsx";
import { TextControl } from "./text-control.client.tsx";
import type { ControlProps } from "./property-field.client.tsx";

/** A connection by its name: administrators choose it, everybody else knows and writes it. */
export function ConnectionControl(props: ControlProps) {
  const api = useApi();
  const { user } = useSession();
  const { data } = useQuery({
    queryKey: ["step-connections"],
    queryFn: ({ signal }) =>
      api.request<{ items: ConnectionView[] }>("/api/v1/connections", { signal }),
    enabled: user.isAdmin,
    retry: false,
  });
  const { items = [] } = data ?? {};
  if (items.length === 0) return <TextControl {...props} />;
  const options = items.map(({ name }) => ({ value: name, title: name }));
  return <SelectControl {...props} property={{ ...props.property, options }} />;
}
