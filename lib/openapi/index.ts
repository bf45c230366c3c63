export { docsFile, docsPage } from "./docs-page.ts";
export { apiDocument } from "./document.ts";
