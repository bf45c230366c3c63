const { basename } = require("node:path");
const { default: compile } = require("icu-minify/compile");

/** Texts as the pages get them: read by the build instead of the browser, and in two parts. */
module.exports = function packMessages(source) {
  const isRest = this.resourceQuery === "?rest";
  const { first } = this.getOptions();
  const packed = JSON.stringify(pack(JSON.parse(source), { path: "", isRest, first }));
  // An object this large is read faster from a string.
  const shown = `export default JSON.parse(${JSON.stringify(packed)});\n`;
  if (isRest) return shown;
  const file = JSON.stringify(`./${basename(this.resourcePath)}?rest`);
  return `${shown}export const loadRest = async () => (await import(${file})).default;\n`;
};

function pack(texts, { path, ...split }) {
  const parts = Object.entries(texts).map(([name, text]) => {
    const own = path === "" ? name : `${path}.${name}`;
    if (split.first.includes(own)) return [name, split.isRest ? undefined : packAll(text)];
    if (typeof text === "string") return [name, split.isRest ? packAll(text) : undefined];
    return [name, pack(text, { path: own, ...split })];
  });
  const kept = parts.filter(([, part]) => part !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function packAll(text) {
  if (typeof text === "string") return compile(text);
  return Object.fromEntries(Object.entries(text).map(([name, part]) => [name, packAll(part)]));
}
