import { checkHandlerUrl } from "./handler-url.ts";
import { RestError } from "./rest/rest-error.ts";

export interface EventBinding {
  id: number;
  event: string;
  handler: string;
  authType: number;
  isOffline: boolean;
}

const ALWAYS = [
  "ONAPPINSTALL",
  "ONAPPUPDATE",
  "ONAPPUNINSTALL",
  "ONAPPPAYMENT",
  "ONAPPTEST",
  "ONAPPMETHODCONFIRM",
  "ONOFFLINEEVENT",
];

const BY_SCOPE: Record<string, string[]> = {
  user: ["ONUSERADD"],
  crm: ["ONCRMDEALADD", "ONCRMDEALUPDATE", "ONCRMDEALDELETE", "ONCRMCONTACTADD"],
  task: ["ONTASKADD", "ONTASKUPDATE", "ONTASKDELETE"],
};

export function eventNames(scope: readonly string[]): string[] {
  return [...ALWAYS, ...scope.flatMap((name) => BY_SCOPE[name] ?? [])];
}

export class EventBindings {
  #sequence = 10;
  #bindings: EventBinding[] = [];

  all(): EventBinding[] {
    return [...this.#bindings];
  }

  forEvent(event: string): EventBinding[] {
    return this.#bindings.filter((binding) => binding.event === event.toUpperCase());
  }

  bind(input: Omit<EventBinding, "id">): void {
    if (!input.isOffline) checkHandlerUrl(input.handler);
    const isTaken = this.#bindings.some(
      (binding) =>
        binding.event === input.event &&
        binding.handler === input.handler &&
        binding.authType === input.authType &&
        binding.isOffline === input.isOffline,
    );
    if (isTaken) {
      throw new RestError("ERROR_CORE", "Unable to set event handler: Handler already binded");
    }
    this.#sequence += 1;
    this.#bindings.push({ id: this.#sequence, ...input });
  }

  unbind(input: { event: string; handler: string; authType: number | null }): number {
    const before = this.#bindings.length;
    this.#bindings = this.#bindings.filter(
      (binding) =>
        binding.event !== input.event ||
        binding.handler !== input.handler ||
        (input.authType !== null && binding.authType !== input.authType),
    );
    return before - this.#bindings.length;
  }

  clear(): void {
    this.#bindings = [];
  }
}
