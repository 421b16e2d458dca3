// An answer as table, bar chart or graph. An answer is {columns, rows}; a cell is {type, value, lang?, datatype?} as in SPARQL's JSON, or undefined.
const ID = "https://w3id.org/navkg/id/";
const ONTOLOGY = "https://w3id.org/navkg/ontology";
const SVG = "http://www.w3.org/2000/svg";
const NUMERIC = /(integer|decimal|double|float|int|long|nonNegativeInteger)$/;
const MOST_BARS = 60;
const MOST_NODES = 150;
const MOST_ROWS = 2000;
// A longer text scrolls in its cell, so that one row does not fill several screens.
const LONG = 600;

export const address = (iri) => (iri.startsWith(ID) ? `/id/${iri.slice(ID.length)}` : iri.startsWith(ONTOLOGY) ? `/ontology${iri.slice(ONTOLOGY.length)}` : iri);
const isNumber = (cell) => cell?.type === "literal" && NUMERIC.test(cell.datatype || "");
const isThing = (cell) => cell?.type === "uri" || cell?.type === "bnode";

export function short(cell, prefixes) {
  if (!cell) return "";
  if (cell.type !== "uri") return cell.value;
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (cell.value.startsWith(namespace)) return `${prefix}:${cell.value.slice(namespace.length)}`;
  }
  return cell.value;
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function drawn(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export function table({ columns, rows }, prefixes) {
  const head = element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name)));
  const body = rows.slice(0, MOST_ROWS).map((row) => element("tr", {}, ...columns.map((_, place) => {
    const cell = row[place];
    const text = short(cell, prefixes);
    const made = element("td", cell?.["xml:lang"] ? { lang: cell["xml:lang"] } : isNumber(cell) ? { class: "number" } : {});
    const safe = cell?.type === "uri" && /^(https?:|\/)/.test(address(cell.value));
    const content = safe ? element("a", { href: address(cell.value), rel: "noreferrer" }, text) : text;
    made.append(text.length > LONG ? element("div", { class: "long", tabindex: "0" }, content) : content);
    return made;
  })));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
}

// A chart fits when some column holds only numbers and another says what is counted.
export function chartColumns({ columns, rows }) {
  if (!rows.length || rows.length > 2000) return null;
  const numbers = columns.map((_, place) => place).filter((place) => rows.every((row) => isNumber(row[place])));
  const words = columns.map((_, place) => place).filter((place) => !numbers.includes(place));
  const literal = words.find((place) => rows.some((row) => row[place]?.type === "literal"));
  const label = literal ?? words[0];
  return numbers.length && label !== undefined ? [label, numbers[0]] : null;
}

export function chart(answer, prefixes) {
  const [label, number] = chartColumns(answer);
  const bars = answer.rows.slice(0, MOST_BARS).map((row) => [short(row[label], prefixes), Number(row[number].value)]);
  const most = Math.max(...bars.map(([, value]) => value), 1e-9);
  const svg = drawn("svg", { viewBox: `0 0 900 ${bars.length * 24 + 10}`, role: "img", "aria-label": `${answer.columns[number]} / ${answer.columns[label]}` });
  bars.forEach(([name, value], place) => {
    const y = place * 24 + 5;
    svg.append(
      drawn("text", { x: 340, y: y + 14, "text-anchor": "end" }, name.length > 52 ? `${name.slice(0, 50)} …` : name),
      drawn("rect", { class: "bar", x: 350, y, width: Math.max(0, (value / most) * 480), height: 18 }),
      drawn("text", { x: 356 + Math.max(0, (value / most) * 480), y: y + 14 }, String(value)),
    );
  });
  return svg;
}

// A graph fits when each row names two things: the first and the last of its columns that hold things.
export function graphColumns({ columns, rows }) {
  const things = columns.map((_, place) => place).filter((place) => rows.length && rows.every((row) => isThing(row[place])));
  return things.length > 1 ? [things[0], things.at(-1), things.length > 2 ? things[1] : -1] : null;
}

function layout(nodes, edges) {
  // Starts on a circle and settles by a fixed number of steps, so that the same answer looks the same each time.
  const list = [...nodes.values()];
  list.forEach((node, place) => Object.assign(node, { x: Math.cos((2 * Math.PI * place) / list.length), y: Math.sin((2 * Math.PI * place) / list.length) }));
  const near = 1.6 / Math.sqrt(list.length);
  for (let step = 0; step < 150; step += 1) {
    const moves = list.map(({ x, y }) => [-2.5 * x, -2.5 * y]);
    list.forEach((one, i) => list.forEach((other, j) => {
      if (i === j) return;
      const [dx, dy] = [one.x - other.x, one.y - other.y];
      const push = (near * near) / (dx * dx + dy * dy + 1e-4);
      moves[i][0] += dx * push;
      moves[i][1] += dy * push;
    }));
    for (const { from, to } of edges) {
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const pull = Math.hypot(dx, dy) / near / 2;
      moves[list.indexOf(from)][0] += dx * pull;
      moves[list.indexOf(from)][1] += dy * pull;
      moves[list.indexOf(to)][0] -= dx * pull;
      moves[list.indexOf(to)][1] -= dy * pull;
    }
    const heat = 0.1 * (1 - step / 150);
    list.forEach((node, place) => {
      const length = Math.hypot(...moves[place]) || 1;
      node.x += (moves[place][0] / length) * Math.min(length, heat);
      node.y += (moves[place][1] / length) * Math.min(length, heat);
    });
  }
}

export function graph(answer, prefixes) {
  const [from, to, by] = graphColumns(answer);
  const nodes = new Map();
  const edges = [];
  const node = (cell) => {
    if (!nodes.has(cell.value) && nodes.size < MOST_NODES) nodes.set(cell.value, { cell, name: short(cell, prefixes).replace(/^id:/, "") });
    return nodes.get(cell.value);
  };
  for (const row of answer.rows) {
    const [one, other] = [node(row[from]), node(row[to])];
    if (one && other && one !== other) edges.push({ from: one, to: other, name: by >= 0 ? short(row[by], prefixes) : "" });
  }
  layout(nodes, edges);
  const all = [...nodes.values()];
  const reach = Math.max(...all.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))), 0.1);
  const place = ({ x, y }) => [450 + (x / reach) * 380, 320 + (y / reach) * 290];
  const svg = drawn("svg", { viewBox: "0 0 900 640", role: "group", "aria-label": document.documentElement.lang === "en" ? "Graph" : "Graf", "data-label-en": "Graph", "data-label-nb": "Graf" });
  for (const edge of edges) {
    const [[x1, y1], [x2, y2]] = [place(edge.from), place(edge.to)];
    svg.append(drawn("line", { class: "edge", x1, y1, x2, y2 }));
    if (edge.name && edges.length <= 40) svg.append(drawn("text", { class: "edge-label", x: (x1 + x2) / 2, y: (y1 + y2) / 2, "text-anchor": "middle" }, edge.name));
  }
  for (const one of all) {
    const [x, y] = place(one);
    const link = drawn("a", one.cell.type === "uri" ? { href: address(one.cell.value) } : {});
    link.append(drawn("circle", { class: "node", cx: x, cy: y, r: 6 }), drawn("text", { x: x + 9, y: y + 4 }, one.name.length > 32 ? `${one.name.slice(0, 30)} …` : one.name));
    svg.append(link);
  }
  return svg;
}
