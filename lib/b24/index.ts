export { addressRefused, assertHostAllowed, guardedLookup, isPublicAddress } from "./address.ts";
export {
  authOriginFor,
  exchangeCode,
  fetchGrant,
  refreshPair,
  requireAuthOrigin,
} from "./auth-server.ts";
export { callBatchV3 } from "./batch-v3.ts";
export type { BatchCommandV3 } from "./batch-v3.ts";
export {
  BATCH_TIMEOUT_MS,
  CALL_TIMEOUT_MS,
  callBatch,
  callRest,
  isTokenFault,
  MAX_BATCH,
  toQuery,
} from "./call.ts";
export type { BatchAnswer, BatchCommand, BatchItem } from "./call.ts";
export { compileMasks } from "./extra-masks.ts";
export type { ExtraMasks, MaskRule } from "./extra-masks.ts";
export type { Exchange, ExchangeApi, OnExchange } from "./exchange.ts";
export { maskEntry, maskEntryText } from "./mask-entry.ts";
export { MaskRuleList } from "./mask-rules.ts";
export { maskText } from "./mask-text.ts";
export { parseForm } from "./parse-form.ts";
export type { PortalAnswer } from "./read-answer.ts";
export {
  ActivityForm,
  AppInfoAnswer,
  EventForm,
  OpenForm,
  ProfileAnswer,
  SettingsForm,
  TimeAnswer,
} from "./schemas.ts";
export type { GrantAnswer, TokenAnswer } from "./schemas.ts";
export { isSecretKey, isSecretQueryKey } from "./secret-keys.ts";
export { sendRequest } from "./send-request.ts";
