const { dirname, relative } = require("node:path");
const { runInNewContext } = require("node:vm");

/** An icon of the package as the pages get it: its shapes as one text of lines, without what draws any icon. */
module.exports = function packIcon(source) {
  const data = /const __iconData = (\{[^]*?\n\});/.exec(source);
  // A file with another name of an icon.
  if (data === null) return source;
  const { node, size } = runInNewContext(`(${data[1]})`);
  const paths = node.map(([tag, shape]) => pathOf(tag, shape));
  // One that is more than lines of the usual kind stays as it comes.
  if (size !== 24 || paths.includes(null)) return source;
  const draw = relative(dirname(this.resourcePath), require.resolve("./draw-icon.tsx"));
  const from = JSON.stringify(draw.replaceAll("\\", "/"));
  return `import { drawIcon } from ${from};\nexport default drawIcon(${JSON.stringify(paths.join(""))});\n`;
};

const SHAPES = {
  path: ({ d }) => fromAnywhere(d),
  line: ({ x1, y1, x2, y2 }) => `M${x1} ${y1}L${x2} ${y2}`,
  polyline: ({ points }) => `M${points}`,
  polygon: ({ points }) => `M${points}Z`,
  circle: ({ cx, cy, r }) => ellipse({ cx, cy, rx: r, ry: r }),
  ellipse,
  rect: rectangle,
};

const PLAIN = /^(key|d|points|[xyr][12xy]?|c[xy]|width|height)$/;

/** Null where a shape has a look of its own. */
function pathOf(tag, shape) {
  const isPlain = Object.keys(shape).every((name) => PLAIN.test(name));
  return isPlain && tag in SHAPES ? SHAPES[tag](shape) : null;
}

/** Behind another shape its beginning must not count from that one's end. */
function fromAnywhere(d) {
  const number = "[-+]?(?:\\d*\\.\\d+|\\d+\\.?)(?:e[-+]?\\d+)?";
  const start = new RegExp(`^m\\s*(${number})[\\s,]*(${number})\\s*(?=([-+.\\d])?)`);
  return d.replace(start, (_whole, x, y, next) => `M${x} ${y}${next === undefined ? "" : "l"}`);
}

function ellipse({ cx, cy, rx, ry }) {
  const half = `a${rx} ${ry} 0 1 0`;
  return `M${round(cx - rx)} ${cy}${half} ${2 * rx} 0${half} ${-2 * rx} 0`;
}

function rectangle({ x = 0, y = 0, width, height, rx, ry = rx }) {
  const [across, along] = [Math.min(rx ?? ry ?? 0, width / 2), Math.min(ry ?? 0, height / 2)];
  if (across === 0 || along === 0) return `M${x} ${y}h${width}v${height}h${-width}z`;
  const corner = (dx, dy) => `a${across} ${along} 0 0 1 ${dx} ${dy}`;
  const [flat, high] = [round(width - 2 * across), round(height - 2 * along)];
  return [
    `M${round(Number(x) + across)} ${y}h${flat}${corner(across, along)}v${high}`,
    `${corner(-across, along)}h${-flat}${corner(-across, -along)}v${-high}${corner(across, -along)}z`,
  ].join("");
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
