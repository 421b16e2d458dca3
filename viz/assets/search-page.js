"use strict";
// The search page: reads the index when somebody searches, shows ranked findings, and says what to try when there are none.
(() => {
  const nk = globalThis.navkg;
  const { el } = nk;
  const $ = (id) => document.getElementById(id);
  const [form, input, results, count, advice, more] = ["search-form", "q", "results", "count", "advice", "more"].map($);
  const STEP = 30;
  let engine = null;
  let answer = null;
  let shown = STEP;
  let turn = 0;

  const filters = () => [...new FormData(form)].filter(([name, value]) => name !== "q" && value);
  const fits = (finding, [name, value]) => (name === "study" ? finding.studyId === value : finding[name] === value);

  // The words of a statement that the search matched, marked.
  const marked = (text) => {
    const parts = [];
    let last = 0;
    for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (!engine.lemmas(match[0].toLowerCase()).some((token) => answer.tokens.has(token))) continue;
      parts.push(text.slice(last, match.index), el("mark", {}, match[0]));
      last = match.index + match[0].length;
    }
    return [...parts, text.slice(last)];
  };
  // Where only the other language holds the words, its statement stands below.
  const item = (finding) => {
    const made = nk.entry(finding);
    const [here, there] = [nk.language(), 1 - nk.language()].map((language) => marked(finding.statement[language]));
    made.querySelector("a").replaceChildren(...here);
    if (here.length === 1 && there.length > 1) made.querySelector("a").after(el("p", { class: "other", lang: nk.language() ? "en" : "nb" }, ...there));
    return made;
  };

  const tryInstead = () => {
    const lines = [];
    const change = (words) => el("button", { type: "button", class: "chip", onclick: () => { input.value = words; begin(); } }, words);
    for (const word of answer.unknown) {
      const others = engine.alike(word);
      lines.push(el("li", {}, nk.say(`No finding has “${word}”.`, `Ingen funn har «${word}».`), ...(others.length ? [nk.say(" Did you mean ", " Mente du "), ...others.flatMap((other) => [change(input.value.toLowerCase().replace(word, other)), " "])] : [])));
    }
    for (const word of answer.near) lines.push(el("li", {}, nk.say(`“${word}” is not among the words; shown is what begins like it.`, `«${word}» er ikke blant ordene; det som begynner likt, vises.`)));
    if (!answer.all.length) {
      if (answer.hits.length) lines.push(el("li", {}, el("button", { type: "button", class: "chip", onclick: clear }, nk.say(`Without the filters: ${answer.hits.length}`, `Uten filtrene: ${answer.hits.length}`))));
      lines.push(el("li", {}, nk.say("Fewer words, a shorter form, or the English word.", "Færre ord, en kortere form, eller det engelske ordet.")));
      lines.push(el("li", {}, el("a", { href: "entities.html" }, nk.say("Look in the registry of everything that findings speak of", "Se i registeret over alt funnene handler om"))));
    }
    advice.replaceChildren(...(lines.length ? [el("ul", { class: "advice" }, ...lines)] : []));
  };
  const clear = () => {
    for (const field of form.elements) if (field.tagName === "SELECT") field.value = "";
    begin();
  };

  const draw = () => {
    if (!answer) return;
    results.replaceChildren(...answer.all.slice(0, shown).map(({ finding }) => item(finding)));
    const whole = answer.all.filter((hit) => hit.isComplete).length;
    const [number, rest] = [answer.all.length, answer.all.length - whole];
    count.textContent = number
      ? nk.say(`${number} ${number === 1 ? "finding" : "findings"}`, `${number} funn`) + (rest && whole ? nk.say(`, ${whole} of them with every word`, `, ${whole} av dem med alle ordene`) : rest ? nk.say(", none with every word", ", ingen med alle ordene") : "")
      : nk.say("Nothing found. Try this:", "Ingen treff. Prøv dette:");
    more.hidden = shown >= number;
    tryInstead();
  };
  const search = async () => {
    const words = input.value.trim();
    const mine = (turn += 1);
    $("help").hidden = Boolean(words);
    if (!words) {
      answer = null;
      results.replaceChildren();
      advice.replaceChildren();
      count.textContent = "";
      more.hidden = true;
      return;
    }
    if (!engine) count.textContent = nk.say("Reading the index …", "Leser indeksen …");
    const [store] = await Promise.all([nk.store(), nk.load("search")]);
    engine ??= nk.searchEngine(nk.index);
    if (mine !== turn) return;
    const start = performance.now();
    const wanted = filters();
    answer = engine.find(words);
    answer.all = answer.hits.map((hit) => ({ ...hit, finding: store.get(hit.id) })).filter((hit) => hit.finding && wanted.every((one) => fits(hit.finding, one)));
    shown = STEP;
    draw();
    nk.searched = performance.now() - start;
  };
  const begin = () => {
    const hash = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())).toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    search();
  };
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) if (field.name) field.value = given.get(field.name) ?? "";
    search();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(begin, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    begin();
  });
  more.addEventListener("click", () => {
    const first = shown;
    shown += STEP;
    draw();
    results.children[first]?.querySelector("a").focus();
  });
  addEventListener("hashchange", read);
  document.addEventListener("navkg:language", draw);
  read();
  if (!input.value) input.focus();
})();
