export { createEmptyDb, createTestDb } from "./create-test-db.ts";
export type { TestDb } from "./create-test-db.ts";
export { testCtx, testPortalCtx } from "./ctx.ts";
export { makePortal } from "./make-portal.ts";
export type { MadePortal } from "./make-portal.ts";
export { until } from "./until.ts";
