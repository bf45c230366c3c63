import { Sheet } from "../shell/sheet.tsx";
import { StateView } from "./state-view.tsx";

/** The last words of a page that could not load its own texts: in English, with nothing to press but reload. */
export function PlainCrash() {
  return (
    <Sheet>
      <StateView icon="!" tone="danger" title="The page could not be shown" isAlert level={1}>
        <p>A part of the application could not be loaded. Check the connection and reload.</p>
      </StateView>
    </Sheet>
  );
}
