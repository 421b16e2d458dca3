"use strict";
// The graph without its picture: nodes, findings, filters, who stands near whom, the path between two.
(() => {
  const nk = globalThis.navkg;
  const findings = nk.readFindings();
  const nodes = new Map();
  const drawn = new Map(nk.graph.nodes.map((node) => [node.id, node]));
  const ids = nk.entities.map((row) => row[0]);
  nk.entities.forEach(([id, kind, en, nb, textEn, textNb]) => {
    nodes.set(id, { id, kind, label: [en, nb], text: [textEn, textNb], findings: [], look: nk.words.looks[kind], place: drawn.get(id) ?? null });
  });
  findings.forEach((finding, number) => {
    finding.parts = new Map();
    for (const [entity, part] of finding.named) {
      const id = ids[entity];
      if (!finding.parts.has(id)) {
        finding.parts.set(id, []);
        nodes.get(id).findings.push(number);
      }
      finding.parts.get(id).push(part);
    }
  });
  // Parts that say where something was said, not what is said of it.
  const names = nk.words.parts.map((pair) => pair[0]);
  const sources = new Set(["source", "source of a number"].map((name) => names.indexOf(name)));
  const isSubject = (finding, id) => finding.parts.get(id).some((part) => !sources.has(part));

  const off = { study: new Set(), basis: new Set(), valence: new Set(), class: new Set() };
  const passes = (finding) => !off.study.has(finding.studyId) && !off.basis.has(finding.basis) && !off.valence.has(finding.valence);
  const shows = (node) => node.place !== null && !off.class.has(node.kind);
  const isFiltered = () => off.study.size + off.basis.size + off.valence.size > 0;

  const findingsOf = (id) => nodes.get(id).findings.map((number) => findings[number]).filter(passes);
  // Kept until the filters change.
  const counted = new Map();
  const countOf = (id) => {
    if (!counted.has(id)) counted.set(id, countNow(id));
    return counted.get(id);
  };
  const changed = () => counted.clear();
  const countNow = (id) => nodes.get(id).findings.reduce((sum, number) => sum + (passes(findings[number]) && isSubject(findings[number], id) ? 1 : 0), 0);

  // Node → how many findings name it together with `id`, and the parts that both play there.
  const around = (id) => {
    const found = new Map();
    for (const finding of findingsOf(id)) {
      if (!isSubject(finding, id)) continue;
      for (const [other, parts] of finding.parts) {
        if (other === id || !shows(nodes.get(other)) || !isSubject(finding, other)) continue;
        let entry = found.get(other);
        if (!entry) found.set(other, (entry = { id: other, weight: 0, parts: new Map(), own: new Map(), findings: [] }));
        entry.weight += 1;
        entry.findings.push(finding);
        for (const part of parts) entry.parts.set(part, (entry.parts.get(part) ?? 0) + 1);
        for (const part of finding.parts.get(id)) entry.own.set(part, (entry.own.get(part) ?? 0) + 1);
      }
    }
    const own = countOf(id);
    for (const entry of found.values()) entry.closeness = entry.weight / Math.sqrt(own * countOf(entry.id));
    return [...found.values()].sort((one, other) => other.weight * other.closeness - one.weight * one.closeness || (one.id < other.id ? -1 : 1));
  };

  // What an edge says: the part of the one that is not just the subject.
  const top = (counts) => [...counts].filter(([part]) => names[part] !== "subject").sort((one, other) => other[1] - one[1])[0];
  const edgeLabel = (entry) => {
    const best = top(entry.parts) ?? top(entry.own);
    return best ? `${nk.pick(nk.words.parts[best[0]])} ${best[1]}` : nk.say(`together ${entry.weight}`, `sammen ${entry.weight}`);
  };

  // The edges among some nodes: those of the build, or counted again when findings are filtered out.
  const edgesAmong = (chosen, limit) => {
    let edges;
    if (!isFiltered()) {
      edges = nk.graph.edges.filter((edge) => chosen.has(edge.from) && chosen.has(edge.to)).map((edge) => ({ from: edge.from, to: edge.to, weight: edge.value, score: edge.score }));
    } else {
      const pairs = new Map();
      for (const finding of findings) {
        if (!passes(finding)) continue;
        const here = [...finding.parts.keys()].filter((id) => chosen.has(id) && isSubject(finding, id)).sort();
        for (let one = 0; one < here.length; one += 1) {
          for (let other = one + 1; other < here.length; other += 1) {
            const key = `${here[one]} ${here[other]}`;
            pairs.set(key, (pairs.get(key) ?? 0) + 1);
          }
        }
      }
      const counts = new Map([...chosen].map((id) => [id, countOf(id)]));
      edges = [...pairs].map(([key, weight]) => {
        const [from, to] = key.split(" ");
        return { from, to, weight, score: (weight * weight) / Math.sqrt(counts.get(from) * counts.get(to)) };
      });
    }
    return edges.sort((one, other) => other.score - one.score || (one.from + one.to < other.from + other.to ? -1 : 1)).slice(0, limit);
  };

  // The path with few and strong steps: Dijkstra, where a step costs less the more two nodes belong together.
  const path = (from, to) => {
    const cost = new Map([[from, 0]]);
    const before = new Map();
    const done = new Set();
    while (true) {
      let here = null;
      for (const [id, value] of cost) if (!done.has(id) && (here === null || value < cost.get(here))) here = id;
      if (here === null) return null;
      if (here === to) break;
      done.add(here);
      for (const entry of around(here)) {
        const value = cost.get(here) + 1 + 2 * (1 - Math.min(1, entry.closeness)) + 1 / entry.weight;
        if (value < (cost.get(entry.id) ?? Infinity)) {
          cost.set(entry.id, value);
          before.set(entry.id, { id: here, entry });
        }
      }
    }
    const steps = [];
    for (let id = to; id !== from; id = before.get(id).id) steps.unshift({ from: before.get(id).id, to: id, entry: before.get(id).entry });
    return steps;
  };

  const search = (text, limit = 12) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = [];
    for (const node of nodes.values()) {
      if (!node.place) continue;
      const label = `${node.label[0]} ${node.label[1]} ${node.id}`.toLowerCase();
      if (words.every((word) => label.includes(word))) found.push(node);
    }
    const starts = (node) => (nk.pick(node.label).toLowerCase().startsWith(words[0]) ? 0 : 1);
    return found.sort((one, other) => starts(one) - starts(other) || other.findings.length - one.findings.length).slice(0, limit);
  };

  nk.model = { nodes, findings, off, shows, passes, isFiltered, changed, findingsOf, countOf, around, edgesAmong, edgeLabel, path, search };
})();
