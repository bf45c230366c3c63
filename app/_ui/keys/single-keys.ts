import { useStoredChoice } from "../stored-choice.ts";

/** Whether keys without Ctrl act; people who speak to their computer switch them off. */
export function useSingleKeys(): { isOn: boolean; setOn(isOn: boolean): void } {
  const [choice, setChoice] = useStoredChoice("single-keys", ["on", "off"]);
  return { isOn: choice === "on", setOn: (isOn) => setChoice(isOn ? "on" : "off") };
}
