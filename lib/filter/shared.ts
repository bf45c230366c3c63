export { allOf, anyOf, isSameNode, not } from "./ast.ts";
export type {
  Bound,
  CompareOp,
  FieldTerm,
  IpValue,
  Node,
  Pattern,
  Span,
  Term,
  Test,
  TextTerm,
} from "./ast.ts";
export type { Bind, SqlType } from "./bind.ts";
export { listChips, replaceChip } from "./chips.ts";
export type { Chip } from "./chips.ts";
export { compile } from "./compile.ts";
export type { CompiledQuery } from "./compile.ts";
export { completionAt } from "./complete.ts";
export type { Completion } from "./complete.ts";
export { addTerm, excludeTerm, removeTerm, replaceTerm, termState } from "./edit-query.ts";
export type { ChoiceState, Picked } from "./edit-query.ts";
export { evaluate } from "./evaluate.ts";
export type { EntryRow, EvaluateContext } from "./evaluate.ts";
export { faultSentence } from "./faults.ts";
export type { FaultReason, QueryFault } from "./faults.ts";
export { ENTRY_FIELDS, fieldNames, findField, KIND_OPERATORS } from "./fields.ts";
export type { Field, FieldKind, FieldTable, Operator } from "./fields.ts";
export { fold, isStorable, storable } from "./fold.ts";
export { scalarText } from "./json-value.ts";
export type { NativeFields } from "./native-fields.ts";
export { isInNetworks, networksOf, toAddress, toNetwork } from "./networks.ts";
export { MAX_QUERY_DEPTH, parseQuery } from "./parse-query.ts";
export type { ParsedQuery } from "./parse-query.ts";
export { fitsPattern, holdsPattern, isPattern, toLike } from "./pattern.ts";
export { printQuery } from "./print-query.ts";
export { MAX_QUERY_LENGTH } from "./query-length.ts";
export { MAX_QUERY_TERMS } from "./read-term.ts";
export { resolveMoment, resolveTimeRange } from "./resolve-time.ts";
export type { Clock } from "./resolve-time.ts";
export { clockSql, clockValue } from "./zone-hours.ts";
export { foldShortKeys } from "./short-keys.ts";
export type { FoldedKeys } from "./short-keys.ts";
export type { MatchText, SqlField, SqlTarget, TextSearch } from "./sql-target.ts";
export { timeBounds, withoutTimes } from "./time-bounds.ts";
export type { TimeBounds } from "./time-bounds.ts";
export { parseMoment, parseTimeValue, printMoment, printTimeValue } from "./time-value.ts";
export type { Moment, TimeUnit, TimeValue } from "./time-value.ts";
