"use strict";
// The gap map as a table that is drawn anew for each choice; the address says what is shown.
(() => {
  const nk = globalThis.navkg;
  const { gapModel: model, el } = nk;
  const $ = (id) => document.getElementById(id);
  const NS = "http://www.w3.org/2000/svg";
  const START = { rows: "service", columns: "theme", by: "valence", size: "findings", study: "", basis: "", valence: "", kind: "", phase: "", all: "", cell: "" };
  const TOP = { rows: 20, columns: 12 };
  const STATES = {
    found: ["findings", "funn"],
    filtered: ["has findings, none passes the filters", "har funn, ingen slipper gjennom filtrene"],
    "nothing-found": ["investigated, nothing found", "undersøkt, ingen funn"],
    "not-investigated": ["not investigated", "ikke undersøkt"],
  };
  const WORDS = { filtered: ["filtered", "filtrert"], "nothing-found": ["none found", "ingen funn"], "not-investigated": ["not asked", "ikke spurt"] };
  const form = $("view");
  const table = $("map");
  const view = { ...START };
  let made = null;
  let cells = [];

  const draw = (name, attributes, ...children) => {
    const node = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const tile = (cell, largest) => {
    const size = 14 + 28 * Math.sqrt(amount(cell) / Math.max(1, largest));
    const parts = [];
    let at = 0;
    for (const [value, number] of model.counts(cell.findings, view.by)) {
      const width = (size * number) / cell.findings.length;
      parts.push(draw("rect", { class: `edge ${view.by[0]}-${value}`, x: at.toFixed(1), width: width.toFixed(1), height: size.toFixed(1), fill: `url(#p-${view.by}-${value})` }));
      at += width;
    }
    return draw("svg", { class: cell.state === "found" ? "tile" : "tile aside", width: Math.ceil(size) + 2, height: Math.ceil(size) + 2, viewBox: `-1 -1 ${Math.ceil(size) + 2} ${Math.ceil(size) + 2}`, "aria-hidden": "true" }, ...parts);
  };
  const amount = (cell) => (view.size === "studies" ? cell.studies.size : cell.findings.length);
  const many = (number, one, several, norwegian, norwegianSeveral = norwegian) => `${number} ${nk.say(number === 1 ? one : several, number === 1 ? norwegian : norwegianSeveral)}`;
  const split = (cell, field) => model.counts(cell.findings, field).map(([value, number]) => `${number} ${nk.pick(model.labels[field][value])}`).join(", ");
  const said = (cell) => {
    if (!cell.findings.length) return nk.pick(STATES[cell.state]);
    const total = `${many(cell.findings.length, "finding", "findings", "funn")}, ${many(cell.studies.size, "independent study", "independent studies", "uavhengig studie", "uavhengige studier")}: ${split(cell, view.by)}`;
    return cell.state === "found" ? total : `${nk.pick(STATES[cell.state])}; ${nk.say("cited or background", "sitert eller bakgrunn")}: ${total}`;
  };
  const name = (cell) => `${nk.pick(cell.row.label)} × ${nk.pick(cell.column.label)}`;
  const address = (cell) => `findings.html#ids=${nk.writeIds(cell.findings.map((finding) => finding.id))}`;

  const content = (cell, largest) => {
    const label = `${name(cell)}: ${cell.state === "found" ? `${amount(cell)}. ` : `${cell.findings.length ? `${cell.findings.length} ${nk.say("cited", "sitert")} ` : ""}${nk.pick(WORDS[cell.state])}. `}${said(cell)}`;
    const inside = [];
    if (cell.findings.length) inside.push(tile(cell, largest), cell.state === "found" ? el("b", {}, String(amount(cell))) : el("span", { class: "word" }, `${cell.findings.length} ${nk.say("cited", "sitert")}`));
    if (cell.state !== "found") inside.push(el("span", { class: "word" }, nk.pick(WORDS[cell.state])));
    const node = el(cell.findings.length ? "a" : "button", { class: `cell ${cell.state}`, tabindex: "-1", "aria-label": label, title: said(cell), ...(cell.findings.length ? { href: address(cell) } : { type: "button" }) }, ...inside);
    node.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      select(cell, node);
    });
    return node;
  };

  const shownOf = (axis) => (view.all.split(",").includes(axis) ? made[axis] : made[axis].slice(0, TOP[axis]));
  const render = () => {
    made = model.make(view);
    const [rows, columns] = [shownOf("rows"), shownOf("columns")];
    cells = rows.map((row) => columns.map((column) => made.cell(row, column)));
    const largest = Math.max(1, ...cells.flat().map(amount));
    const heading = (line, scope) => el("th", { scope }, el("a", { href: `entity/${line.id}.html`, tabindex: "-1" }, nk.pick(line.label)));
    const facet = (axis) => nk.pick(model.facets.find((one) => one.name === view[axis]).label);
    const corner = el("th", { scope: "col", class: "corner" }, el("span", {}, `${facet("rows")} ↓`), " ", el("span", {}, `${facet("columns")} →`));
    const head = el("thead", {}, el("tr", {}, corner, ...columns.map((column) => heading(column, "col"))));
    const body = el("tbody", {}, ...rows.map((row, number) => el("tr", {}, heading(row, "row"), ...cells[number].map((cell) => el("td", { class: cell.state }, content(cell, largest))))));
    table.replaceChildren(el("caption", { class: "hidden" }, `${facet("rows")} × ${facet("columns")}`), head, body);
    table.querySelector(".cell")?.setAttribute("tabindex", "0");
    tell(rows.length, columns.length);
    nk.gapReady = performance.now();
  };

  const tell = (rows, columns) => {
    const of = (state) => cells.flat().filter((cell) => cell.state === state).length;
    const parts = [many(of("found"), "cell with findings", "cells with findings", "celle med funn", "celler med funn"), `${of("nothing-found")} ${nk.pick(STATES["nothing-found"])}`, `${of("not-investigated")} ${nk.pick(STATES["not-investigated"])}`];
    if (of("filtered")) parts.push(`${of("filtered")} ${nk.pick(WORDS.filtered)}`);
    $("count").textContent = `${rows} × ${columns}: ${parts.join(" · ")}`;
    for (const [axis, norwegian] of [["rows", "rader"], ["columns", "kolonner"]]) {
      const button = $(`all-${axis}`);
      const total = made[axis].length;
      const isAll = view.all.split(",").includes(axis);
      button.hidden = total <= TOP[axis];
      button.textContent = isAll ? nk.say(`Only the ${TOP[axis]} most studied ${axis}`, `Bare de ${TOP[axis]} mest undersøkte ${norwegian}`) : nk.say(`Show all ${total} ${axis}`, `Vis alle ${total} ${norwegian}`);
    }
    $("legend-valence").hidden = view.by !== "valence";
    $("legend-basis").hidden = view.by !== "basis";
    const active = ["study", "basis", "valence", "kind", "phase"].filter((field) => view[field]).length;
    $("active").textContent = active ? `(${active})` : "";
    if (active) $("more-filters").open = true;
  };

  // One cell: who asked, what stands in it, and its data.
  const key = (cell) => `${cell.row.id}~${cell.column.id}`;
  const people = (numbers) => (numbers.length ? numbers.flatMap((number, place) => [place ? ", " : "", el("a", { href: `study/${model.studies[number][0]}.html`, title: nk.pick(model.studies[number].slice(1, 3)) }, model.studies[number][0])]) : [nk.say("no study", "ingen studie")]);
  const lead = (cell) => () => [
    el("p", {}, said(cell)),
    ...(cell.findings.length ? [el("p", { class: "meta" }, `${nk.say("Basis", "Grunnlag")}: ${split(cell, "basis")}. ${nk.say("Direction", "Retning")}: ${split(cell, "valence")}.`)] : []),
    el("dl", { class: "voices" },
      el("dt", {}, nk.say("Investigated both", "Undersøkte begge")), el("dd", {}, ...people(cell.both)),
      ...(cell.findings.length ? [] : [el("dt", {}, nk.say("Investigated the row", "Undersøkte raden")), el("dd", {}, ...people(cell.row.asked)), el("dt", {}, nk.say("Investigated the column", "Undersøkte kolonnen")), el("dd", {}, ...people(cell.column.asked))])),
    el("p", { class: "actions" }, el("button", { type: "button", class: "save-cell", onclick: () => saveCell(cell) }, nk.say("Download the cell (CSV)", "Last ned cellen (CSV)"))),
  ];
  // The one cell that the Tab key leads to.
  const reachable = (node) => {
    for (const other of table.querySelectorAll(".cell[tabindex='0']")) other.setAttribute("tabindex", "-1");
    node.setAttribute("tabindex", "0");
  };
  const select = (cell, node, focus = true) => {
    for (const other of table.querySelectorAll(".cell[aria-current]")) other.removeAttribute("aria-current");
    node.setAttribute("aria-current", "true");
    reachable(node);
    view.cell = key(cell);
    write();
    const closed = () => {
      node.removeAttribute("aria-current");
      view.cell = "";
      write();
    };
    nk.drawer.open({ title: () => name(cell), lead: lead(cell), ids: cell.findings.map((finding) => finding.id), address: address(cell), closed }, node, focus);
  };

  const saveCell = async (cell) => {
    const store = await nk.store();
    const header = ["row_id", "row", "column_id", "column", "state", "finding", "study", "statement_en", "statement_nb", "kind", "basis", "valence", "phase", "section", "start", "end"];
    const start = [cell.row.id, nk.pick(cell.row.label), cell.column.id, nk.pick(cell.column.label), cell.state];
    const rows = cell.findings.flatMap((one) => {
      const finding = store.get(one.id);
      return finding.places.map(([section, from, to]) => [...start, one.id, finding.studyId, finding.en, finding.nb, one.kind, one.basis, one.valence, one.phase, section, from, to]);
    });
    nk.save(`gap-${cell.row.id}-${cell.column.id}.csv`, nk.csv([header, ...(rows.length ? rows : [start])]));
  };
  const saveMap = () => {
    const bases = Object.keys(model.labels.basis);
    const valences = Object.keys(model.labels.valence);
    const rows = [["row_id", "row", "column_id", "column", "state", "findings", "own_findings", "independent_studies", "investigated_by", ...bases, ...valences, "finding_ids"]];
    for (const row of made.rows) {
      for (const column of made.columns) {
        const cell = made.cell(row, column);
        const number = (field) => (value) => cell.findings.filter((finding) => finding[field] === value).length;
        rows.push([row.id, nk.pick(row.label), column.id, nk.pick(column.label), cell.state, cell.findings.length, cell.own.length, cell.studies.size, cell.both.map((study) => model.studies[study][0]).join(" "), ...bases.map(number("basis")), ...valences.map(number("valence")), cell.findings.map((finding) => finding.id).join(" ")]);
      }
    }
    nk.save(`gap-map-${view.rows}-${view.columns}.csv`, nk.csv(rows));
  };

  // The address.
  const write = () => {
    const hash = new URLSearchParams(Object.entries(view).filter(([field, value]) => value !== START[field])).toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of Object.keys(START)) {
      const value = given.get(field) ?? START[field];
      const choice = form.elements[field];
      view[field] = choice && ![...choice.options].some((option) => option.value === value) ? START[field] : value;
      if (choice) choice.value = view[field];
    }
    render();
    const at = cells.flatMap((row, number) => row.map((cell, column) => [cell, number, column])).find(([cell]) => key(cell) === view.cell);
    if (at) select(at[0], control(at[1], at[2]), false);
    else if (view.cell) view.cell = "";
  };
  const control = (row, column) => table.tBodies[0]?.rows[row]?.cells[column + 1]?.querySelector(".cell");

  const change = (changed) => {
    Object.assign(view, changed, { cell: "" });
    nk.drawer.shut();
    write();
    render();
  };
  form.addEventListener("change", (event) => {
    const before = { rows: view.rows, columns: view.columns };
    const changed = Object.fromEntries([...new FormData(form)]);
    // The same on both sides would only show a diagonal: the other side takes what this one was.
    if (changed.rows === changed.columns) {
      const other = event.target.name === "rows" ? "columns" : "rows";
      changed[other] = before[event.target.name];
      form.elements[other].value = changed[other];
    }
    change({ ...changed, all: "" });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const [field, value] of Object.entries(START)) if (form.elements[field]) form.elements[field].value = value;
    change({ ...START });
  });
  $("swap").addEventListener("click", () => {
    const changed = { rows: view.columns, columns: view.rows, all: "" };
    for (const [field, value] of Object.entries(changed)) if (form.elements[field]) form.elements[field].value = value;
    change(changed);
  });
  for (const axis of ["rows", "columns"]) {
    $(`all-${axis}`).addEventListener("click", () => {
      const all = new Set(view.all.split(",").filter(Boolean));
      if (!all.delete(axis)) all.add(axis);
      change({ all: [...all].join(",") });
    });
  }
  $("csv").addEventListener("click", saveMap);

  // Arrow keys lead through the cells; one of them is in the order of the Tab key.
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  table.addEventListener("keydown", (event) => {
    const here = event.target.closest("td");
    if (!here) return;
    let [row, column] = [here.parentNode.sectionRowIndex, here.cellIndex - 1];
    if (STEPS[event.key]) [row, column] = [row + STEPS[event.key][0], column + STEPS[event.key][1]];
    else if (event.key === "Home") column = 0;
    else if (event.key === "End") column = cells[0].length - 1;
    else return;
    event.preventDefault();
    const next = column < 0 ? null : control(row, column);
    if (!next) return;
    reachable(next);
    next.focus();
  });

  addEventListener("hashchange", read);
  document.addEventListener("navkg:language", render);
  read();
})();
