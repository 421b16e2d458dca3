"use strict";
// The picture: which nodes and edges are drawn where, in the overview, in the map, around one node, along a path.
(() => {
  const nk = globalThis.navkg;
  const { model } = nk;
  const box = document.getElementById("canvas");
  const isNarrow = () => box.clientWidth < 560;
  const WIDE_EDGES = 55;
  const NEAR = { wide: 18, narrow: 9, findings: 28 };
  const MOST_EDGES = 15000;
  let network = null;
  let current = { nodes: [], edges: [], groups: [] };

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (look) => (nk.isDark() ? look.dark : look.light);
  const size = (count) => 5 + 1.4 * Math.sqrt(count);

  const nodeOf = (id, x, y, more = {}) => {
    const node = model.nodes.get(id);
    const tint = colour(node.look);
    const count = model.isFiltered() ? model.countOf(id) : node.findings.length;
    return { id, x: Math.round(x), y: Math.round(y), label: nk.pick(node.label), shape: node.look.shape, size: size(count), count, tint, title: `${nk.pick(node.label)} · ${nk.pick(nk.words.classes[node.kind])} · ${count} ${nk.say("findings", "funn")}`, ...more };
  };

  // The overview and the map: places from the build, edges by strength.
  const scene = (view) => {
    const small = isNarrow();
    let shown = [...model.nodes.values()].filter(model.shows);
    if (view === "overview") shown = shown.filter((node) => (small ? node.place.narrow : node.place.overview));
    else if (view === "strong") shown = shown.filter((node) => node.place.strong);
    if (model.isFiltered()) shown = shown.filter((node) => model.countOf(node.id) > 0);
    const nodes = shown.map((node) => {
      const [x, y] = view === "overview" ? (small ? node.place.narrow : node.place.overview) : view === "strong" ? node.place.strong : [node.place.x, node.place.y];
      return nodeOf(node.id, x, y, { group: node.place.community });
    });
    const limit = view === "overview" ? (small ? 18 : WIDE_EDGES) : view === "strong" ? 400 : MOST_EDGES;
    const edges = model.edgesAmong(new Set(shown.map((node) => node.id)), limit);
    return { nodes, edges, groups: view === "overview" ? tiles(nodes, small ? "narrow" : "wide") : grouped(nodes), view };
  };

  const tiles = (nodes, kind) => {
    const [w, h] = nk.graph.tiles[kind];
    const met = new Set(nodes.map((node) => node.group));
    return nk.graph.communities.map((entry, number) => ({ label: entry.label, at: entry[kind], number })).filter((entry) => entry.at && met.has(entry.number))
      .map((entry) => ({ label: entry.label, tile: true, x: entry.at[0] - w / 2 + 8, y: entry.at[1] - h / 2 + 8, w: w - 16, h: h - 16 }));
  };

  const grouped = (nodes) => {
    const groups = new Map();
    for (const node of nodes) {
      if (!groups.has(node.group)) groups.set(node.group, []);
      groups.get(node.group).push(node);
    }
    return [...groups].filter(([, members]) => members.length > 1).map(([number, members]) => {
      const xs = members.map((node) => node.x);
      const ys = members.map((node) => node.y);
      const [left, right, up, down] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      return { label: nk.graph.communities[number].label, x: (left + right) / 2, y: (up + down) / 2, w: (right - left) / 2, h: (down - up) / 2 };
    });
  };

  // One node in the middle, what stands nearest around it in the order of families, findings in between when asked for.
  const focusScene = (id, withFindings) => {
    const near = model.around(id).slice(0, isNarrow() ? NEAR.narrow : NEAR.wide);
    const order = Object.keys(nk.words.looks);
    const rank = (entry) => order.indexOf(model.nodes.get(entry.id).kind);
    near.sort((one, other) => rank(one) - rank(other) || other.weight - one.weight);
    const [rx, ry] = isNarrow() ? [210, 330] : [500, 300];
    const place = (number, total, far) => {
      const angle = (2 * Math.PI * number) / Math.max(1, total) - Math.PI / 2;
      return [Math.cos(angle) * rx * far, Math.sin(angle) * ry * far];
    };
    const nodes = [nodeOf(id, 0, 0, { middle: true })];
    near.forEach((entry, number) => nodes.push(nodeOf(entry.id, ...place(number, near.length, number % 2 ? 1.18 : 0.92))));
    const edges = near.map((entry) => ({ from: id, to: entry.id, weight: entry.weight, label: model.edgeLabel(entry) }));
    if (withFindings) addFindings(id, near, nodes, edges, place);
    return { nodes, edges, groups: [], view: "focus" };
  };

  const addFindings = (id, near, nodes, edges, place) => {
    const kept = new Set(near.map((entry) => entry.id));
    const rank = { core: 0, supporting: 1, minor: 2 };
    const list = model.findingsOf(id).sort((one, other) => (rank[one.importance] ?? 3) - (rank[other.importance] ?? 3)).slice(0, NEAR.findings);
    list.sort((one, other) => (one.valence < other.valence ? -1 : 1));
    list.forEach((finding, number) => {
      const mark = nk.words.marks[finding.valence] ?? { light: "#59636e", dark: "#aab4bf" };
      const [x, y] = place(number, list.length, number % 2 ? 0.52 : 0.42);
      nodes.push({ id: `finding ${finding.id}`, finding, x, y, label: finding.local, shape: "dot", size: 6, count: 0, tint: colour(mark), title: nk.pick(finding.statement) });
      edges.push({ from: id, to: `finding ${finding.id}`, weight: 1, thin: true });
      for (const other of finding.parts.keys()) if (kept.has(other)) edges.push({ from: `finding ${finding.id}`, to: other, weight: 1, thin: true });
    });
    for (const edge of edges) if (!edge.thin) edge.hidden = true;
  };

  const pathScene = (steps) => {
    const ids = [steps[0].from, ...steps.map((step) => step.to)];
    const down = isNarrow();
    const nodes = ids.map((id, number) => nodeOf(id, down ? 0 : number * 330, down ? number * 190 : (number % 2) * 60, { middle: true }));
    const edges = steps.map((step) => ({ from: step.from, to: step.to, weight: step.entry.weight, label: nk.say(`${step.entry.weight} findings`, `${step.entry.weight} funn`) }));
    return { nodes, edges, groups: [], view: "path" };
  };

  // Labels are broken between words, never within one.
  const broken = (label, most = Infinity) => {
    const limit = isNarrow() ? 13 : 17;
    const lines = [""];
    for (const word of label.split(" ")) {
      if (lines.at(-1) && lines.at(-1).length + word.length + 1 > limit) lines.push(word);
      else lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
    }
    return lines.length > most ? `${lines.slice(0, most).join("\n")} …` : lines.join("\n");
  };

  // The most named of each community, whose labels can be read from afar.
  const leaders = (nodes, count) => {
    const met = new Map();
    return [...nodes].sort((one, other) => other.count - one.count).filter((node) => {
      met.set(node.group, (met.get(node.group) ?? 0) + 1);
      return met.get(node.group) <= count;
    }).map((node) => node.id);
  };

  const draw = (made) => {
    current = made;
    const ink = css("--ink");
    const ground = css("--ground");
    const heaviest = made.edges.reduce((most, edge) => Math.max(most, edge.weight), 1);
    const tight = made.view === "strong" || made.view === "all";
    // Letters of twelve pixels on the screen whatever the scale; in the map they grow as one comes nearer.
    const letter = tight || !made.nodes.length ? 17 : Math.min(30, Math.max(12, 12.5 / frame(made).scale));
    const scale = made.nodes.length ? frame(made).scale : 1;
    const named = new Set(tight ? leaders(made.nodes, 1) : []);
    const nodes = made.nodes.map((node) => ({
      id: node.id, x: node.x, y: node.y, label: broken(node.label, made.view === "overview" ? 3 : Infinity), title: node.title, shape: node.shape, size: tight ? Math.max(node.size, 3 / scale) : node.size, borderWidth: tight ? 0 : 1.5,
      color: { background: node.tint, border: ground, highlight: { background: node.tint, border: ink }, hover: { background: node.tint, border: ink } },
      font: { color: ink, size: node.finding ? letter * 0.8 : node.middle ? letter * 1.2 : named.has(node.id) ? 12 / scale : letter, strokeWidth: named.has(node.id) ? 4 / scale : 5, strokeColor: ground, face: "system-ui, sans-serif" },
    }));
    const edges = made.edges.map((edge, number) => ({
      id: `e${number}`, from: edge.from, to: edge.to, hidden: edge.hidden ?? false, label: edge.label,
      width: edge.thin ? 1 : tight ? (0.6 + 3 * Math.sqrt(edge.weight / heaviest)) / Math.max(scale, 0.2) / 2 : 1 + 5 * Math.sqrt(edge.weight / heaviest),
      color: { color: css("--edge"), highlight: css("--accent"), hover: css("--accent"), opacity: edge.thin ? 0.8 : made.view === "overview" ? 0.75 : made.view === "all" ? 0.35 : 1 },
      font: { size: letter * 0.9, color: css("--soft"), strokeWidth: 5, strokeColor: ground, face: "system-ui, sans-serif" },
    }));
    const options = structuredClone(nk.graph.options);
    options.nodes = { ...options.nodes, scaling: { label: { drawThreshold: tight ? 9 : 1, maxVisible: tight ? 15 : 60 } } };
    if (network) network.destroy();
    network = new vis.Network(box, { nodes, edges }, options);
    network.on("beforeDrawing", underlay);
    network.once("afterDrawing", () => document.dispatchEvent(new Event("navkg:drawn")));
    network.on("click", (event) => nk.page.clicked(event.nodes[0] ?? null));
    network.on("doubleClick", (event) => { if (event.nodes[0]) nk.page.focus(event.nodes[0]); });
    network.on("hoverNode", () => { box.style.cursor = "pointer"; });
    network.on("blurNode", () => { box.style.cursor = ""; });
    fit();
  };

  // Grounds and names of communities, under the edges.
  const underlay = (context) => {
    const scale = network.getScale();
    context.save();
    context.fillStyle = css("--hull");
    for (const group of current.groups) {
      context.beginPath();
      if (group.tile) context.roundRect(group.x, group.y, group.w, group.h, 18);
      else context.ellipse(group.x, group.y + 12, group.w + 95, group.h + 70, 0, 0, 2 * Math.PI);
      context.fill();
    }
    context.fillStyle = css("--soft");
    context.font = `650 ${Math.min(60, Math.max(16, 12.5 / scale))}px system-ui, sans-serif`;
    for (const group of current.groups) {
      context.textAlign = group.tile ? "left" : "center";
      const [x, y, most] = group.tile ? [group.x + 16, group.y + 30, group.w - 22] : [group.x, group.y - group.h - 46, Infinity];
      fillLines(context, nk.pick(group.label), x, y, most, 16 / scale);
    }
    context.restore();
  };

  const fillLines = (context, text, x, y, most, step) => {
    let line = "";
    let row = 0;
    for (const word of text.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && context.measureText(longer).width > most) {
        context.fillText(line, x, y + row * step);
        row += 1;
        line = word;
      } else line = longer;
    }
    context.fillText(line, x, y + row * step);
  };

  const frame = (made) => {
    const tiled = made.groups.length > 0 && made.groups[0].tile;
    const xs = tiled ? made.groups.flatMap((group) => [group.x, group.x + group.w]) : made.nodes.map((node) => node.x);
    const ys = tiled ? made.groups.flatMap((group) => [group.y, group.y + group.h]) : made.nodes.map((node) => node.y);
    const pad = tiled ? 14 : made.view === "path" ? 150 : 95;
    const [left, right, up, down] = [Math.min(...xs) - pad, Math.max(...xs) + pad, Math.min(...ys) - pad, Math.max(...ys) + pad];
    return { x: (left + right) / 2, y: (up + down) / 2, scale: Math.min(box.clientWidth / (right - left), box.clientHeight / (down - up), 1.15) };
  };
  const fit = () => {
    if (!current.nodes.length) return;
    const { x, y, scale } = frame(current);
    network.moveTo({ position: { x, y }, scale });
  };

  // The chosen node and its edges stand out, the rest steps back.
  const select = (id) => {
    if (!network) return;
    if (id && current.nodes.some((node) => node.id === id)) network.selectNodes([id]);
    else network.unselectAll();
  };

  const resized = new ResizeObserver(() => { if (network && box.clientWidth && current.nodes.length) { network.setSize("100%", "100%"); network.redraw(); fit(); } });
  resized.observe(box);

  nk.view = { scene, focusScene, pathScene, draw, fit, select, current: () => current, network: () => network };
})();
