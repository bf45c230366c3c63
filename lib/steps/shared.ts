export { expressionsIn, hasExpression } from "./expressions.ts";
export type { PropertyInput, StepCheck, StepPropertyView, StepView } from "./step-view.ts";
