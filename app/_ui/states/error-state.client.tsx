"use client";

import { CloudOff } from "lucide-react";
import { Suspense } from "react";
import { later } from "../later.ts";
import { asProblem, problemKind } from "../session/problem.ts";
import { ProblemView } from "./problem-view.client.tsx";

const ErrorDetails = later(async () => (await import("./error-details.client.tsx")).ErrorDetails, {
  isInPlace: true,
});

interface Props {
  error: unknown;
  onRetry?: () => void;
  level?: 1 | 2;
}

/** Says what failed and what helps; the server's own sentence is shown as it came. */
export function ErrorState({ error, onRetry, level = 2 }: Props) {
  const problem = asProblem(error);
  const retry = onRetry ?? null;
  const kind = problemKind(problem);
  // Without a connection nothing more could be loaded to say so.
  if (kind === "offline") {
    return <ProblemView kind={kind} icon={CloudOff} tone="warning" level={level} onRetry={retry} />;
  }
  return (
    <Suspense>
      <ErrorDetails problem={problem} level={level} onRetry={retry} />
    </Suspense>
  );
}
