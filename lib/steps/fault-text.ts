import type { Lang, PropertyFault, StepProperty } from "./step.ts";

/** What is wrong with which property, in a sentence that names it as the designer shows it. */
export function faultText(
  properties: readonly StepProperty[],
  fault: PropertyFault,
  lang: Lang,
): string {
  const name = properties.find(({ key }) => key === fault.at)?.name[lang] ?? fault.at;
  const text = fault.text[lang];
  return lang === "ru"
    ? `Свойство «${name}» (${fault.at}): ${text}.`
    : `Property “${name}” (${fault.at}): ${text}.`;
}
