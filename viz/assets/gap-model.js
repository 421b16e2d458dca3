"use strict";
// What stands in each cell of the gap map: counted here from one row for each finding (site/data/gaps.js), for any rows, columns and filters.
(() => {
  const nk = globalThis.navkg;
  const { facets, studies, labels } = nk.gaps;
  const FIELDS = ["study", "local", "own", "basis", "valence", "kind", "phase"];
  const findings = nk.gaps.findings.map((row) => {
    const finding = { values: row.slice(FIELDS.length) };
    FIELDS.forEach((name, number) => { finding[name] = row[number]; });
    finding.id = `${studies[finding.study][0]}/${finding.local}`;
    return finding;
  });
  const place = Object.fromEntries(facets.map((facet, number) => [facet.name, number]));
  const isAlike = (value, wanted) => !wanted || value === wanted;
  const passes = (finding, view) => (view.basis === "own" ? Boolean(finding.own) : isAlike(finding.basis, view.basis)) && isAlike(finding.valence, view.valence) && isAlike(finding.kind, view.kind) && isAlike(finding.phase, view.phase);

  const lines = (facet, only) => facets[facet].values.map(([id, en, nb, asked], number) => ({ number, id, label: [en, nb], asked: only < 0 ? asked : asked.filter((study) => study === only), count: 0, studies: new Set() }));
  const ordered = (list) => [...list].sort((one, other) => other.studies.size - one.studies.size || other.count - one.count || (one.id < other.id ? -1 : 1));

  // Rows and columns, the most studied first, and `cell(row, column)`.
  const make = (view) => {
    const only = studies.findIndex((study) => study[0] === view.study);
    const [down, across] = [place[view.rows], place[view.columns]];
    const rows = lines(down, only);
    const columns = lines(across, only);
    const held = new Map();
    const count = (line, finding) => {
      line.count += 1;
      if (finding.own) line.studies.add(studies[finding.study][3]);
    };
    for (const finding of findings) {
      if (only >= 0 && finding.study !== only) continue;
      const isIn = passes(finding, view);
      if (isIn) for (const [list, facet] of [[rows, down], [columns, across]]) for (const value of finding.values[facet]) count(list[value], finding);
      for (const row of finding.values[down]) {
        for (const column of finding.values[across]) {
          const key = row * columns.length + column;
          if (!held.has(key)) held.set(key, { own: 0, findings: [] });
          const cell = held.get(key);
          cell.own += finding.own;
          if (isIn) cell.findings.push(finding);
        }
      }
    }
    const nothing = { own: 0, findings: [] };
    const cell = (row, column) => {
      const found = held.get(row.number * columns.length + column.number) ?? nothing;
      const both = row.asked.filter((study) => column.asked.includes(study));
      const state = found.own ? (found.findings.length ? "found" : "filtered") : both.length ? "nothing-found" : "not-investigated";
      const own = found.findings.filter((finding) => finding.own);
      return { row, column, state, both, findings: found.findings, own, studies: new Set(own.map((finding) => studies[finding.study][3])) };
    };
    return { rows: ordered(rows), columns: ordered(columns), cell };
  };

  const counts = (list, field) => {
    const found = Object.fromEntries(Object.keys(labels[field]).map((value) => [value, 0]));
    for (const finding of list) found[finding[field]] += 1;
    return Object.entries(found).filter(([, number]) => number);
  };

  nk.gapModel = { facets, studies, labels, make, counts, findings };
})();
