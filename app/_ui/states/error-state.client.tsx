"use client";

import { CloudOff } from "lucide-react";
import { Suspense, type ComponentProps } from "react";
import { later } from "../later.ts";
import { asProblem, problemKind } from "../session/problem.ts";
import { ProblemView } from "./problem-view.client.tsx";

const ErrorDetails = later(async () => (await import("./error-details.client.tsx")).ErrorDetails, {
  isInPlace: true,
  // A server that is busy or being restarted answers for its scripts as little as for the rest.
  instead: (_told, { problem, level, onRetry }) => (
    <PlainProblem kind={problemKind(problem)} level={level} onRetry={onRetry} />
  ),
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
    return <PlainProblem kind={kind} level={level} onRetry={retry} />;
  }
  return (
    <Suspense>
      <ErrorDetails problem={problem} level={level} onRetry={retry} />
    </Suspense>
  );
}

type PlainProps = Pick<ComponentProps<typeof ProblemView>, "kind" | "level" | "onRetry">;

function PlainProblem(props: PlainProps) {
  return <ProblemView icon={CloudOff} tone="warning" {...props} />;
}
