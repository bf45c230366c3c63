const EXPRESSION = /\{=[^{}]{1,500}\}/g;

/** Whether the process puts a value of its own into this text. */
export function hasExpression(text: string): boolean {
  return text.search(EXPRESSION) >= 0;
}

/** Where such values stand in a text. */
export function expressionsIn(text: string): { start: number; end: number; text: string }[] {
  return [...text.matchAll(EXPRESSION)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
    text: found,
  }));
}
