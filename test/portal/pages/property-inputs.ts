import type { PortalUser, PropertyCard } from "../contract.ts";
import { html, type Markup } from "./markup.ts";
import { fullName } from "./shell.ts";
import type { Visit } from "./visit.ts";

interface RowInput {
  property: PropertyCard;
  saved: string | string[] | undefined;
  people: PortalUser[];
}

/** One property of a step: an input, or several of them when the property is multiple. */
export function propertyRow(visit: Visit, input: RowInput): Markup {
  const { property } = input;
  const values = startValues(property, input.saved);
  const shown = property.Multiple && values.length > 0 ? values : [values[0] ?? ""];
  const isWide = property.Type === "text" || property.Type === "string";
  return html`<div
    class="field ${isWide ? "field-wide" : ""}"
    data-property="${property.Id}"
    data-type="${property.Type}"
  >
    <span id="label-${property.Id}"
      >${property.Name}
      ${property.Required && html`<small class="required">${visit.texts.required}</small>`}
      <code>${property.Id}</code></span
    >
    <div data-values>
      ${shown.map((value) => html`<div data-value-row>${propertyInput(visit, input, value)}</div>`)}
    </div>
    ${
      property.Multiple &&
      html`<button type="button" class="link-button" data-add-row data-testid="add-${property.Id}">
        + ${visit.texts.addRow}
      </button>`
    }
    ${property.Description && html`<small class="note">${property.Description}</small>`}
  </div>`;
}

function propertyInput(visit: Visit, input: RowInput, value: string): Markup {
  const t = visit.texts;
  const { property } = input;
  const shared = html`name="p.${property.Id}" data-testid="property-${property.Id}"
  aria-labelledby="label-${property.Id}"`;
  /** A saved expression is none of the options and must not get lost. */
  const options = (known: [string, string][]): Markup => {
    const isKnown = value === "" || known.some(([key]) => key === value);
    const pairs = isKnown ? known : [...known, [value, value] as const];
    return html`<select ${shared}>
      <option value="">${t.notSet}</option>
      ${pairs.map(
        ([key, title]) =>
          html`<option value="${key}" ${key === value && html`selected`}>${title}</option>`,
      )}
    </select>`;
  };
  switch (property.Type) {
    case "bool":
      return options([
        ["Y", t.yes],
        ["N", t.no],
      ]);
    case "select":
      return options(Object.entries(property.Options ?? {}));
    case "user":
      return options(
        input.people.map((user) => [`user_${user.id}`, `${fullName(user)} (user_${user.id})`]),
      );
    case "text":
      return html`<textarea rows="3" ${shared}>${{ markup: "\n" }}${value}</textarea>`;
    case "date":
    case "datetime":
      return html`<input
        type="${dateInputType(property, value)}"
        step="1"
        value="${value}"
        ${shared}
      />`;
    default:
      return html`<input
        type="text"
        inputmode="${property.Type === "int" || property.Type === "double" ? "decimal" : "text"}"
        value="${value}"
        ${shared}
      />`;
  }
}

/** Browsers drop what is not an ISO date, for instance an expression. */
function dateInputType(property: PropertyCard, value: string): string {
  if (value !== "" && !/^\d{4}-\d{2}-\d{2}/.test(value)) return "text";
  return property.Type === "date" ? "date" : "datetime-local";
}

function startValues(property: PropertyCard, saved: string | string[] | undefined): string[] {
  const source: unknown = saved ?? property.Default;
  const list: unknown[] = Array.isArray(source) ? source : [source];
  return list.filter((value) => value !== null && value !== undefined).map(String);
}
