import { expressionsIn } from "../../../../../../lib/steps/shared.ts";
import type { ValueGroup } from "./dialog-options.ts";

/** Titles of values of the process by their expressions. */
export function titlesOf(groups: ValueGroup[]): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap(({ title: of, values }) =>
      values.map(({ expression, title }) => [expression, of === null ? title : `${of}: ${title}`]),
    ),
  );
}

/** A text in which known values of the process stand by their titles. */
export function sayValues(text: string, titles: ReadonlyMap<string, string>): string {
  return expressionsIn(text).reduceRight((said, { start, end, text: expression }) => {
    const title = titles.get(expression);
    return title === undefined ? said : `${said.slice(0, start)}[${title}]${said.slice(end)}`;
  }, text);
}
