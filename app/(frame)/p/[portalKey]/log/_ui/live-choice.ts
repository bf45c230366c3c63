import { useStoredChoice } from "../../../../../_ui/stored-choice.ts";

export const LIVE_SECONDS = ["5", "2", "10", "30"] as const;
export type LiveSeconds = (typeof LIVE_SECONDS)[number];

/** How often live mode looks; the choice of this browser. */
export function useLiveSeconds(): { seconds: LiveSeconds; choose(seconds: LiveSeconds): void } {
  const [seconds, choose] = useStoredChoice("live-seconds", LIVE_SECONDS);
  return { seconds, choose };
}
