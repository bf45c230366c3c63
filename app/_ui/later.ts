import {
  createElement,
  lazy,
  useEffect,
  useSyncExternalStore,
  type ComponentType,
  type LazyExoticComponent,
  type ReactNode,
} from "react";
import { wholeTexts } from "./i18n/whole-texts.ts";
import { PartMissing } from "./states/part-missing.client.tsx";

type Load = () => Promise<unknown>;

const waiting: Load[] = [];
let isTime = false;
let isLoading = false;

interface Look<Props> {
  /** What is told of a part that did not come stands in its place instead of over the page. */
  isInPlace: boolean;
  /** What is drawn of a part that did not come: around that, or instead of it. */
  instead?: (told: ReactNode, props: Props) => ReactNode;
}

/** A part that is not in the first script: it comes when the page is at rest, or as soon as it is shown. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  look: Look<Props> = { isInPlace: false },
): ComponentType<Props> {
  const kept = keepAsking(load, look);
  atRest(kept.ahead);
  return function Later(props: Props) {
    const part = useSyncExternalStore(kept.subscribe, kept.present, kept.present);
    return createElement(part as ComponentType<Props>, props);
  };
}

/** Something that the first rows do not need, loaded as soon as they are there. */
export function atRest(load: Load): void {
  waiting.push(load);
  if (isTime) void loadWaiting();
}

/** React keeps what it was answered for ever; after a refusal the part is made anew, so that it is asked for again. */
function keepAsking<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isInPlace, instead }: Look<Props>,
) {
  const listeners = new Set<() => void>();
  let isShown = false;
  const find = async () => {
    const [found] = await Promise.all([load(), wholeTexts()]);
    return found;
  };
  const ask = (): LazyExoticComponent<ComponentType<Props>> => {
    const own = lazy(async () => {
      isShown = true;
      try {
        return { default: await find() };
      } catch {
        return { default: Missing };
      }
    });
    const forget = () => {
      if (present === own) present = ask();
    };
    const retry = () => {
      forget();
      for (const listener of listeners) listener();
    };
    // A window that can be closed can be given up as well.
    const Missing = (props: Props & { onClose?: (() => void) | null }) => {
      useEffect(() => forget, []);
      const { onClose = null } = props;
      const told = createElement(PartMissing, { isOver: !isInPlace, onRetry: retry, onClose });
      return instead === undefined ? told : instead(told, props);
    };
    return own;
  };
  let present: ComponentType<Props> | LazyExoticComponent<ComponentType<Props>> = ask();
  return {
    /** Before it is shown: then it is drawn at once, without a moment in which it is waited for. */
    ahead: async () => {
      const found = await find();
      if (!isShown) present = found;
    },
    present: () => present,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What a reader looks for first is drawn: the rest comes now, so that no click has to wait for it. */
export function loadLater(): void {
  if (isTime) return;
  isTime = true;
  void loadWaiting();
}

/** What cannot be loaded now is asked for again, and told then, when it is shown. */
async function loadWaiting(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  // Without them no part could be drawn, and each would ask for them again.
  const areTextsThere = await wholeTexts().then(
    () => true,
    () => false,
  );
  if (!areTextsThere) waiting.length = 0;
  for (let load = waiting.shift(); load !== undefined; load = waiting.shift()) {
    await rest();
    await load().catch(() => undefined);
  }
  isLoading = false;
}

function rest(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such callback.
    if (typeof requestIdleCallback === "function") {
      requestIdleCallback(() => resolve(), { timeout: 1_000 });
    } else setTimeout(resolve, 50);
  });
}
