"use strict";
// The list of all findings: filters that live in the address, a hundred at a time.
(() => {
  const nk = globalThis.navkg;
  const all = nk.readFindings();
  const form = document.getElementById("filters");
  const results = document.getElementById("results");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const STEP = 100;
  let found = all;
  let shown = STEP;

  const entities = nk.entities.map((row) => row[0]);
  for (const finding of all) {
    finding.text = `${finding.en}\n${finding.nb}\n${finding.id}`.toLowerCase();
    finding.themes = new Set(finding.named.map(([number]) => entities[number]).filter((id) => id.startsWith("theme-")));
    finding.ties = new Set(finding.relations.map((row) => row[0]));
  }
  const byId = new Map(all.map((finding) => [finding.id, finding]));
  for (const finding of all) for (const [name, ...targets] of finding.relations) for (const target of targets) byId.get(target)?.ties.add(name);

  // The findings behind a number of another page: `ids=study:f001,f002;other:f003`.
  let among = ["", null];
  const isAmong = (finding, value) => {
    if (among[0] !== value) among = [value, new Set(nk.readIds(value))];
    return among[1].has(finding.id);
  };

  const tests = {
    ids: isAmong,
    from: (finding, value) => finding.groups.includes(value),
    study: (finding, value) => finding.studyId === value,
    theme: (finding, value) => finding.themes.has(value),
    relation: (finding, value) => finding.ties.has(value),
    text: (finding, value) => value.toLowerCase().split(/\s+/).every((word) => finding.text.includes(word)),
  };
  const chosen = () => [...new FormData(form)].filter(([, value]) => value.trim());

  const draw = () => {
    results.replaceChildren(...found.slice(0, shown).map((finding) => nk.item(finding)));
    count.textContent = found.length === all.length ? nk.say(`${all.length} findings`, `${all.length} funn`) : nk.say(`${found.length} of ${all.length} findings`, `${found.length} av ${all.length} funn`);
    more.hidden = found.length <= shown;
  };
  const filter = () => {
    const wanted = chosen();
    found = all.filter((finding) => wanted.every(([name, value]) => (tests[name] ? tests[name](finding, value.trim()) : finding[name] === value)));
    shown = STEP;
    draw();
  };
  const write = () => {
    const hash = new URLSearchParams(chosen()).toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    filter();
  };
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) if (field.name) field.value = given.get(field.name) ?? "";
    filter();
  };
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(write));
  more.addEventListener("click", () => {
    const first = shown;
    shown += STEP;
    draw();
    results.children[first]?.querySelector("a").focus();
  });
  // Paper has no button for more: what was found is printed whole.
  addEventListener("beforeprint", () => { shown = found.length; draw(); });
  addEventListener("hashchange", read);
  document.addEventListener("navkg:language", draw);
  read();
})();
