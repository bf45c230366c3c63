export { createLink, getLink } from "./links.ts";
export type { ViewLink } from "./links.ts";
export { ChangeViewInput, CreateLinkInput, CreateViewInput } from "./schemas.ts";
export * from "./shared.ts";
export { changeView, createView, deleteView, listViews } from "./views.ts";
