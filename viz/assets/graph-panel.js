"use strict";
// The panel beside the picture: what is chosen, with its findings.
(() => {
  const nk = globalThis.navkg;
  const { model, el } = nk;
  const panel = document.getElementById("panel");
  const STEP = 15;

  const where = (finding) => {
    const study = nk.words.studies[finding.study];
    const places = finding.places.map(([section, start, end]) => `${section === null ? "" : `${study.sections[section]}, `}${nk.say("characters", "tegn")} ${start}–${end}`);
    return el("p", { class: "where" }, `${nk.say("Stands in", "Står i")}: ${places.join("; ")}`);
  };
  const theory = (finding) => {
    const names = nk.words.parts.map((pair) => pair[0]);
    const parts = new Set(["explains", "supported", "challenged", "extended"].map((name) => names.indexOf(name)));
    const found = [...finding.parts].filter(([, played]) => played.some((part) => parts.has(part))).map(([id]) => nk.pick(model.nodes.get(id).label));
    return found.length ? el("p", { class: "where" }, `${nk.say("Theory", "Teori")}: ${found.join(", ")}`) : "";
  };
  const voices = (finding) => (finding.groups.length ? el("p", { class: "where" }, `${nk.say("Said by", "Sagt av")}: ${finding.groups.map((id) => nk.pick(nk.words.groups[id])).join(", ")}`) : "");
  const item = (finding) => nk.item(finding, [voices(finding), theory(finding), where(finding)]);

  const list = (findings, heading) => {
    const items = el("ul", { class: "findings" });
    let shown = 0;
    const more = el("button", { type: "button" }, nk.say("Show more", "Vis flere"));
    const step = () => {
      items.append(...findings.slice(shown, shown + STEP).map(item));
      shown += STEP;
      more.hidden = shown >= findings.length;
    };
    more.addEventListener("click", step);
    step();
    return [el("h3", {}, `${heading} (${findings.length})`), items, more];
  };

  const rank = { core: 0, supporting: 1, minor: 2 };
  const ordered = (findings) => [...findings].sort((one, other) => (rank[one.importance] ?? 3) - (rank[other.importance] ?? 3));

  const balance = (findings) => {
    const counts = {};
    for (const finding of findings) counts[finding.valence] = (counts[finding.valence] ?? 0) + 1;
    return el("p", { class: "split" }, ...Object.entries(nk.words.marks).filter(([name]) => counts[name]).flatMap(([name, mark]) => [el("span", { class: `v-${name}` }, el("span", { class: `sign v-${name}`, "aria-hidden": "true" }, mark.sign), ` ${counts[name]} ${nk.value("valence", name)}`), " "]));
  };

  const showNode = (id) => {
    const node = model.nodes.get(id);
    const findings = ordered(model.findingsOf(id));
    const studies = new Set(findings.map((finding) => finding.studyId)).size;
    const button = (text, act, pressed = null) => el("button", { type: "button", "aria-pressed": pressed, onclick: act }, text);
    const inFocus = nk.page.state.focus && nk.page.state.node === id;
    panel.replaceChildren(
      el("p", { class: `classname f-${node.look.family}` }, nk.pick(nk.words.classes[node.kind])),
      el("h2", {}, nk.pick(node.label)),
      el("p", {}, nk.pick(node.text)),
      el("p", { class: "meta" }, nk.say(`${findings.length} findings in ${studies} ${studies === 1 ? "study" : "studies"}`, `${findings.length} funn i ${studies} ${studies === 1 ? "studie" : "studier"}`)),
      balance(findings),
      el("p", { class: "actions" },
        inFocus ? button(nk.say("Findings in the picture", "Funn i bildet"), () => nk.page.toggleFindings(), String(nk.page.state.findings)) : button(nk.say("Show what surrounds it", "Vis omgivelsene"), () => nk.page.focus(id)), " ",
        button(nk.say("Path from here", "Vei herfra"), () => nk.page.startPath(id)), " ",
        el("a", { href: `entity/${id}.html` }, nk.say("Its page", "Egen side"))),
      ...(inFocus ? surroundings(id) : []),
      ...list(findings, nk.say("Findings", "Funn")),
    );
  };

  const surroundings = (id) => {
    const near = model.around(id).slice(0, 12);
    const chips = near.map((entry) => el("li", {}, el("button", { type: "button", class: `chip f-${model.nodes.get(entry.id).look.family}`, onclick: () => nk.page.focus(entry.id) }, nk.pick(model.nodes.get(entry.id).label)), el("span", { class: "meta" }, ` ${model.edgeLabel(entry)}`)));
    return [el("details", {}, el("summary", {}, nk.say("Nearest to it", "Nærmest")), el("ul", { class: "chips" }, ...chips))];
  };

  const showFinding = (finding) => {
    panel.replaceChildren(el("p", { class: "classname" }, nk.say("Finding", "Funn")), el("h2", { class: "hidden" }, finding.id), el("ul", { class: "findings" }, item(finding)));
  };

  const showPath = (steps) => {
    const label = (id) => nk.pick(model.nodes.get(id).label);
    panel.replaceChildren(
      el("h2", {}, nk.say("Path", "Vei")),
      el("p", {}, nk.say("Each step is carried by findings that name both ends.", "Hvert steg bæres av funn som nevner begge ender.")),
      ...steps.flatMap((step) => list(ordered(step.entry.findings), `${label(step.from)} – ${label(step.to)}`)),
    );
  };

  const closest = () => [...nk.view.current().edges].sort((one, other) => other.weight - one.weight).slice(0, 8);

  const showStart = () => {
    const strongest = nk.view.current().nodes.filter((node) => !node.finding).sort((one, other) => other.count - one.count).slice(0, 8);
    panel.replaceChildren(
      el("h2", {}, nk.say("How to read it", "Slik leses det")),
      el("p", {}, nk.say("Each mark is something that findings speak of; the larger, the more findings. Lines join what the same findings name, the thicker the more. Grounds hold together what belongs together, under the theme that marks it.", "Hvert merke er noe funnene handler om; jo større, jo flere funn. Strekene forbinder det de samme funnene nevner, jo tykkere, jo flere. Flatene holder sammen det som hører sammen, under temaet som kjennetegner det.")),
      el("p", {}, nk.say("Click a mark to read its findings, twice to see what surrounds it.", "Klikk på et merke for å lese funnene, to ganger for å se omgivelsene.")),
      el("h3", {}, nk.say("Most named here", "Mest nevnt her")),
      el("ul", { class: "chips" }, ...strongest.map((node) => el("li", {}, el("button", { type: "button", class: `chip f-${model.nodes.get(node.id).look.family}`, onclick: () => nk.page.clicked(node.id) }, nk.pick(model.nodes.get(node.id).label)), el("span", { class: "meta" }, ` ${node.count}`)))),
      el("h3", {}, nk.say("Most often named together", "Nevnes oftest sammen")),
      el("ol", {}, ...closest().map((edge) => el("li", {}, `${nk.pick(model.nodes.get(edge.from).label)} – ${nk.pick(model.nodes.get(edge.to).label)} `, el("span", { class: "meta" }, String(edge.weight))))),
    );
  };

  nk.panel = { showNode, showFinding, showPath, showStart, element: panel };
})();
