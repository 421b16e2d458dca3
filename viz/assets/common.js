"use strict";
// Shared by the pages that draw from data: language, elements made of text only, and findings as objects.
(() => {
  const nk = (globalThis.navkg ??= {});
  nk.language = () => (document.documentElement.lang === "nb" ? 1 : 0);
  nk.pick = (pair) => (pair ? pair[nk.language()] : "");
  nk.say = (english, norwegian) => (nk.language() ? norwegian : english);
  nk.isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };

  // An element; children are elements or text, never markup.
  nk.el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "onclick") node.addEventListener("click", value);
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };

  // The order in which site/data/findings.js holds a finding's fields.
  const FIELDS = ["study", "local", "en", "nb", "kind", "basis", "valence", "importance", "named", "prevalence", "groups", "places", "relations"];
  nk.readFindings = () =>
    nk.findings.map((row) => {
      const finding = {};
      FIELDS.forEach((name, number) => { finding[name] = row[number]; });
      finding.studyId = nk.words.studies[finding.study].id;
      finding.id = `${finding.studyId}/${finding.local}`;
      finding.statement = [finding.en, finding.nb];
      return finding;
    });

  nk.value = (field, name) => nk.pick(nk.words.values[field][name]) || name;

  nk.prevalence = (finding) => {
    if (!finding.prevalence) return "";
    const [level, quantifier, n, of] = finding.prevalence;
    const count = n === null ? "" : of ? nk.say(`${n} of ${of}`, `${n} av ${of}`) : `n = ${n}`;
    return [nk.value("level", level), quantifier ? `«${quantifier}»` : "", count].filter(Boolean).join(" · ");
  };

  // A finding as a list item like those of the other pages; `extra` holds further lines.
  nk.item = (finding, extra = []) => {
    const mark = nk.words.marks[finding.valence];
    const prevalence = nk.prevalence(finding);
    const meta = nk.el(
      "p", { class: "meta" },
      nk.el("span", { class: `tag v-${finding.valence}` }, nk.el("span", { "aria-hidden": "true" }, mark ? mark.sign : ""), ` ${nk.value("valence", finding.valence)}`), " ",
      nk.el("span", { class: "kind" }, nk.value("kind", finding.kind)), " ",
      nk.el("span", { class: `basis b-${finding.basis}` }, nk.value("basis", finding.basis)), " ",
      prevalence ? nk.el("span", {}, `${nk.say("said by", "sagt av")}: ${prevalence}`) : "", prevalence ? " " : "",
      finding.importance === "core" ? nk.el("span", { class: "core" }, nk.value("importance", "core")) : "", finding.importance === "core" ? " " : "",
      nk.el("span", { class: "of" }, nk.pick(nk.words.studies[finding.study].label)), " ", nk.el("span", { class: "no" }, finding.local),
    );
    return nk.el("li", { class: `finding v-${finding.valence}` }, nk.el("a", { href: `finding/${finding.id}.html` }, nk.pick(finding.statement)), meta, ...extra);
  };
})();
