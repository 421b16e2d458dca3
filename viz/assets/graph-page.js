"use strict";
// The controls, and the address that says what is shown.
(() => {
  const nk = globalThis.navkg;
  const { model, view, panel, el } = nk;
  const $ = (id) => document.getElementById(id);
  const state = { view: "overview", node: null, focus: false, findings: false, path: null };
  const filters = $("filters");
  const boxes = [...filters.querySelectorAll("input[type=checkbox]")];
  for (const box of boxes) box.dataset.start = box.checked ? "on" : "off";

  const draw = () => {
    const steps = state.path ? model.path(...state.path) : null;
    if (steps) {
      view.draw(view.pathScene(steps));
      panel.showPath(steps);
    } else if (state.focus && state.node) {
      view.draw(view.focusScene(state.node, state.findings));
      panel.showNode(state.node);
    } else {
      view.draw(view.scene(state.view));
      if (state.node) panel.showNode(state.node);
      else panel.showStart();
      view.select(state.node);
    }
    $("path-fault").textContent = state.path && !steps ? nk.say("No path with these filters.", "Ingen vei med disse filtrene.") : "";
    describe(Boolean(steps));
  };

  const describe = (isPath) => {
    const { nodes, edges } = view.current();
    const label = state.node ? nk.pick(model.nodes.get(state.node).label) : "";
    const shown = nodes.filter((node) => !node.finding).length;
    $("caption").textContent = isPath
      ? nk.say(`A path of ${shown} steps`, `En vei med ${shown} ledd`)
      : state.focus
        ? nk.say(`Around ${label}: the ${shown - 1} it is most often named with`, `Rundt ${label}: de ${shown - 1} det oftest nevnes sammen med`)
        : nk.say(`${shown} of ${nk.graph.nodes.length} nodes, the ${edges.length} strongest edges`, `${shown} av ${nk.graph.nodes.length} noder, de ${edges.length} sterkeste kantene`);
    $("back").hidden = !(state.focus || isPath);
    $("view").value = state.view;
    const changed = boxes.filter((box) => (box.checked ? "on" : "off") !== box.dataset.start).length;
    $("active").textContent = changed ? `(${changed})` : "";
    $("nodes").replaceChildren(...nodes.map((node) => el("li", {}, el("button", { type: "button", class: node.finding ? "chip" : `chip f-${model.nodes.get(node.id).look.family}`, onclick: () => (node.finding ? panel.showFinding(node.finding) : focus(node.id)) }, node.label), el("span", { class: "meta" }, node.count ? ` ${node.count}` : ""))));
  };

  // The address: view, node, focus, path, and what is filtered out.
  const write = (isNew) => {
    const hash = new URLSearchParams();
    if (state.view !== "overview") hash.set("view", state.view);
    if (state.path) hash.set("path", state.path.join(","));
    else if (state.node) {
      hash.set("n", state.node);
      if (!state.focus) hash.set("in", "view");
      if (state.findings) hash.set("findings", "1");
    }
    for (const box of boxes) if ((box.checked ? "on" : "off") !== box.dataset.start) hash.append(box.checked ? "with" : "without", `${box.name}:${box.value}`);
    const text = hash.toString();
    const target = text ? `#${text}` : location.pathname + location.search;
    if (isNew) history.pushState(null, "", target);
    else history.replaceState(null, "", target);
  };
  const known = (id) => (id && model.nodes.get(id)?.place ? id : null);
  const read = () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    const wanted = hash.get("view");
    state.view = ["overview", "strong", "all"].includes(wanted) ? wanted : "overview";
    const ends = (hash.get("path") ?? "").split(",");
    state.path = known(ends[0]) && known(ends[1]) && ends[0] !== ends[1] ? ends.slice(0, 2) : null;
    state.node = known(hash.get("n"));
    state.focus = Boolean(state.node) && hash.get("in") !== "view";
    state.findings = hash.get("findings") === "1";
    const changed = new Set([...hash.getAll("with"), ...hash.getAll("without")]);
    for (const box of boxes) box.checked = (box.dataset.start === "on") !== changed.has(`${box.name}:${box.value}`);
    takeFilters();
    draw();
  };
  const takeFilters = () => {
    for (const set of Object.values(model.off)) set.clear();
    for (const box of boxes) if (!box.checked) model.off[box.name].add(box.value);
    model.changed();
  };
  const go = (change, isNew = true) => {
    Object.assign(state, change);
    write(isNew);
    draw();
  };

  const focus = (id) => {
    if (id.startsWith("finding ")) return;
    go({ node: id, focus: true, path: null, findings: state.node === id && state.findings });
  };
  const clicked = (id) => {
    if (id?.startsWith("finding ")) {
      panel.showFinding(model.findings.find((finding) => `finding ${finding.id}` === id));
      return;
    }
    if (state.focus || state.path) {
      if (id && id !== state.node) panel.showNode(id);
      return;
    }
    state.node = id;
    write(false);
    if (id) panel.showNode(id);
    else panel.showStart();
    view.select(id);
    panel.element.scrollTop = 0;
  };

  // Search: a list of hits that arrow keys walk.
  const search = $("search");
  const hits = $("hits");
  let chosen = -1;
  const offer = () => {
    const found = model.search(search.value);
    chosen = -1;
    hits.replaceChildren(...found.map((node, number) => {
      const option = el("li", { role: "option", id: `hit-${number}`, "aria-selected": "false", class: `f-${node.look.family}` }, nk.pick(node.label), el("span", { class: "meta" }, ` ${nk.pick(nk.words.classes[node.kind])} · ${node.findings.length}`));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(node.id); });
      option.dataset.id = node.id;
      return option;
    }));
    hits.hidden = !found.length;
    search.setAttribute("aria-expanded", String(found.length > 0));
    search.removeAttribute("aria-activedescendant");
  };
  const take = (id) => {
    hits.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.value = "";
    focus(id);
  };
  const walk = (step) => {
    if (!hits.children.length) return;
    if (chosen >= 0) hits.children[chosen].setAttribute("aria-selected", "false");
    chosen = (chosen + step + hits.children.length) % hits.children.length;
    hits.children[chosen].setAttribute("aria-selected", "true");
    search.setAttribute("aria-activedescendant", `hit-${chosen}`);
  };
  search.addEventListener("input", offer);
  search.addEventListener("blur", () => { hits.hidden = true; search.setAttribute("aria-expanded", "false"); });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); walk(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter" && hits.children.length) { event.preventDefault(); take(hits.children[Math.max(0, chosen)].dataset.id); }
    if (event.key === "Escape") { search.value = ""; offer(); }
  });

  for (const [button, target] of [["toggle-filters", "filters"], ["toggle-path", "pathform"], ["toggle-export", "export"]]) {
    $(button).addEventListener("click", () => {
      $(target).hidden = !$(target).hidden;
      $(button).setAttribute("aria-expanded", String(!$(target).hidden));
    });
  }
  filters.addEventListener("change", () => { takeFilters(); write(false); draw(); });
  filters.addEventListener("submit", (event) => event.preventDefault());
  $("clear").addEventListener("click", () => { for (const box of boxes) box.checked = box.dataset.start === "on"; takeFilters(); write(false); draw(); });
  $("view").addEventListener("change", () => go({ view: $("view").value, node: null, focus: false, path: null }));
  $("fit").addEventListener("click", view.fit);
  $("to-overview").addEventListener("click", () => go({ node: null, focus: false, path: null, findings: false }));

  // Path: names are chosen from the list of all nodes.
  const byName = () => new Map([...model.nodes.values()].filter((node) => node.place).map((node) => [nk.pick(node.label), node.id]));
  const fillNames = () => $("names").replaceChildren(...[...byName().keys()].sort().map((name) => el("option", { value: name })));
  $("path-from").addEventListener("focus", fillNames, { once: true });
  $("path-to").addEventListener("focus", fillNames, { once: true });
  $("pathform").addEventListener("submit", (event) => {
    event.preventDefault();
    const names = byName();
    const ends = ["path-from", "path-to"].map((id) => names.get($(id).value.trim()) ?? known($(id).value.trim()));
    if (!ends[0] || !ends[1] || ends[0] === ends[1]) {
      $("path-fault").textContent = nk.say("Choose two different nodes from the list.", "Velg to ulike noder fra listen.");
      return;
    }
    go({ path: ends, focus: false, node: null });
  });
  const startPath = (id) => {
    $("pathform").hidden = false;
    $("toggle-path").setAttribute("aria-expanded", "true");
    fillNames();
    $("path-from").value = nk.pick(model.nodes.get(id).label);
    $("path-to").focus();
  };
  const toggleFindings = () => go({ findings: !state.findings }, false);

  nk.page = { state, clicked, focus, startPath, toggleFindings };
  addEventListener("popstate", read);
  document.addEventListener("navkg:language", () => { fillNames(); draw(); });
  document.addEventListener("navkg:theme", draw);
  read();
  nk.ready = performance.now();
})();
