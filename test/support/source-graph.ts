import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

export interface SourceImport {
  /** As written. */
  specifier: string;
  /** Path from the project's root; null for a package. */
  file: string | null;
  /** Erased before running. */
  isTypeOnly: boolean;
}

export interface Source {
  file: string;
  text: string;
  imports: SourceImport[];
}

/** The product's own source files with what they import. */
export function readSources(): Map<string, Source> {
  const files = globSync(["lib/**/*.ts", "app/**/*.{ts,tsx}", "proxy.ts"]).map((file) =>
    file.replaceAll("\\", "/"),
  );
  return new Map(files.toSorted().map((file) => [file, readSource(file)]));
}

function readSource(file: string): Source {
  const text = readFileSync(file, "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const imports: SourceImport[] = [];
  const add = (node: ts.Node, isTypeOnly: boolean) => {
    if (!ts.isStringLiteralLike(node)) return;
    const isOwn = node.text.startsWith(".");
    const path = isOwn ? join(dirname(file), node.text).replaceAll("\\", "/") : null;
    imports.push({ specifier: node.text, file: path, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      if (node.arguments[0] !== undefined) add(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { file, text, imports };
}

/** All that is loaded when `entry` is: our files and the names of packages. */
export function reach(sources: Map<string, Source>, entry: string): Set<string> {
  const seen = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const found of sources.get(file)?.imports ?? []) {
      if (!found.isTypeOnly) open.push(found.file ?? found.specifier);
    }
  }
  return seen;
}
