"use strict";
// The picture as a file: PNG from the canvas, SVG drawn anew from the same places.
(() => {
  const nk = globalThis.navkg;
  const NS = "http://www.w3.org/2000/svg";
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // The outline of a shape around 0, 0.
  const polygon = (corners, radius, turn, inner = 1) => Array.from({ length: corners }, (_, number) => {
    const angle = turn + (2 * Math.PI * number) / corners;
    const length = number % 2 ? radius * inner : radius;
    return `${(Math.cos(angle) * length).toFixed(1)} ${(Math.sin(angle) * length).toFixed(1)}`;
  }).join("L");
  const UP = -Math.PI / 2;
  const outlines = {
    dot: (r) => `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`,
    square: (r) => `M${-r} ${-r}H${r}V${r}H${-r}Z`,
    triangle: (r) => `M${polygon(3, r * 1.15, UP)}Z`,
    triangleDown: (r) => `M${polygon(3, r * 1.15, -UP)}Z`,
    diamond: (r) => `M${polygon(4, r, UP)}Z`,
    hexagon: (r) => `M${polygon(6, r, 0)}Z`,
    star: (r) => `M${polygon(10, r * 1.1, UP, 0.45)}Z`,
  };
  const outline = (shape, radius) => (outlines[shape] ?? outlines.dot)(radius);
  for (const mark of document.querySelectorAll("svg[data-shape] path")) mark.setAttribute("d", outline(mark.parentNode.dataset.shape, 7));

  const make = (name, attributes, text = "") => {
    const node = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text) node.textContent = text;
    return node;
  };

  const svg = () => {
    const { nodes, edges, groups } = nk.view.current();
    const [left, right] = [Math.min(...nodes.map((node) => node.x)) - 190, Math.max(...nodes.map((node) => node.x)) + 190];
    const [up, down] = [Math.min(...nodes.map((node) => node.y)) - 140, Math.max(...nodes.map((node) => node.y)) + 110];
    const ground = css("--ground");
    const font = { "font-family": "system-ui, sans-serif", "text-anchor": "middle" };
    const root = make("svg", { xmlns: NS, viewBox: `${left} ${up} ${right - left} ${down - up}`, width: right - left, height: down - up });
    root.append(make("rect", { x: left, y: up, width: right - left, height: down - up, fill: ground }));
    for (const group of groups) root.append(group.tile ? make("rect", { x: group.x, y: group.y, width: group.w, height: group.h, rx: 18, fill: css("--hull") }) : make("ellipse", { cx: group.x, cy: group.y + 12, rx: group.w + 95, ry: group.h + 70, fill: css("--hull") }));
    const at = new Map(nodes.map((node) => [node.id, node]));
    const heaviest = Math.max(1, ...edges.map((edge) => edge.weight));
    for (const edge of edges) {
      if (edge.hidden) continue;
      const [one, other] = [at.get(edge.from), at.get(edge.to)];
      root.append(make("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, stroke: css("--edge"), "stroke-width": (edge.thin ? 0.7 : 1 + 5 * Math.sqrt(edge.weight / heaviest)).toFixed(1) }));
      if (edge.label) root.append(make("text", { ...font, x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, "font-size": 14, fill: css("--soft"), stroke: ground, "stroke-width": 4, "paint-order": "stroke" }, edge.label));
    }
    for (const group of groups) root.append(make("text", { ...font, x: group.tile ? group.x + group.w / 2 : group.x, y: group.tile ? group.y + 30 : group.y - group.h - 46, "font-size": 22, "font-weight": 600, fill: css("--soft") }, nk.pick(group.label)));
    for (const node of nodes) {
      root.append(make("path", { d: outline(node.shape, node.size), transform: `translate(${node.x} ${node.y})`, fill: node.tint, stroke: ground }));
      root.append(make("text", { ...font, x: node.x, y: node.y + node.size + 18, "font-size": node.finding ? 11 : 16, fill: css("--ink"), stroke: ground, "stroke-width": 4, "paint-order": "stroke" }, node.label));
    }
    return new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" });
  };

  const png = () => {
    const canvas = document.querySelector("#canvas canvas");
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d");
    context.fillStyle = css("--ground");
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    return new Promise((resolve) => { copy.toBlob(resolve, "image/png"); });
  };

  const save = (blob, name) => {
    const link = nk.el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  document.getElementById("png").addEventListener("click", async () => save(await png(), "navkg.png"));
  document.getElementById("svg").addEventListener("click", () => save(svg(), "navkg.svg"));
  document.getElementById("copy-link").addEventListener("click", async () => {
    const done = document.getElementById("export-done");
    try {
      await navigator.clipboard.writeText(location.href);
      done.textContent = nk.say("Copied", "Kopiert");
    } catch {
      done.textContent = location.href;
    }
  });
})();
