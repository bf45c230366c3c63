import { readFileSync } from "node:fs";
import ts from "typescript";

/** Names of the texts that a file draws; a whole part where the file does not tell which of it. */
export function drawnTexts(file: string): string[] {
  return textsIn(readFileSync(file, "utf8"), file);
}

export function textsIn(source: string, file = "source.tsx"): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  return callsIn(tree)
    .filter(({ expression }) => isNamed(expression, "useTranslations"))
    .flatMap((call) => textsOf(call));
}

function textsOf(call: ts.CallExpression): string[] {
  const [given] = call.arguments;
  const part = given !== undefined && ts.isStringLiteralLike(given) ? given.text : "";
  const { parent } = call;
  if (ts.isCallExpression(parent) && parent.expression === call) return named(parent, part);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return [part];
  const uses = usesOf(parent, parent.name.text);
  return uses.length === 0 ? [part] : uses.flatMap((use) => textsOfUse(use, part));
}

/** Of a translator that is handed on nobody knows what it is asked for. */
function textsOfUse(use: ts.Identifier, part: string): string[] {
  const { parent } = use;
  if (ts.isCallExpression(parent) && parent.expression === use) return named(parent, part);
  const isListed = ts.isArrayLiteralExpression(parent) && isDependencies(parent);
  return isListed || ts.isTypeQueryNode(parent) ? [] : [part];
}

function usesOf(declaration: ts.VariableDeclaration, name: string): ts.Identifier[] {
  const scope = ts.findAncestor(declaration, (node) => ts.isBlock(node) || ts.isSourceFile(node));
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    const isSame = ts.isIdentifier(node) && node.text === name && node !== declaration.name;
    if (isSame && !isNameInside(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  if (scope !== undefined) ts.forEachChild(scope, visit);
  return found;
}

/** Of a member of something else, which has nothing to do with the variable. */
function isNameInside(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isJsxAttribute(parent)) &&
    parent.name === node
  );
}

function isDependencies(list: ts.ArrayLiteralExpression): boolean {
  const call = list.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments[1] === list &&
    ["useMemo", "useCallback", "useEffect"].some((hook) => isNamed(call.expression, hook))
  );
}

function named(call: ts.CallExpression, part: string): string[] {
  const [name] = call.arguments;
  return name === undefined ? [part] : namesIn(name, part);
}

/** Both of a choice; of a name that is put together the part before what is not known. */
function namesIn(name: ts.Expression, part: string): string[] {
  const inside = (own: string) => (part === "" ? own : `${part}.${own}`);
  if (ts.isStringLiteralLike(name)) return [inside(name.text)];
  if (ts.isParenthesizedExpression(name)) return namesIn(name.expression, part);
  if (ts.isConditionalExpression(name)) {
    return [name.whenTrue, name.whenFalse].flatMap((one) => namesIn(one, part));
  }
  const known = ts.isTemplateExpression(name) ? name.head.text.split(".").slice(0, -1) : [];
  return [known.length === 0 ? part : inside(known.join("."))];
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function callsIn(tree: ts.SourceFile): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
