export { apiText } from "./api-text.ts";
export { docsFile, docsPage } from "./docs-page.ts";
export { apiDocument } from "./document.ts";
