"use strict";
// Data that is read only when it is needed, and lists of findings in an address.
(() => {
  const nk = (globalThis.navkg ??= {});
  const root = new URL("..", document.currentScript.src).href;
  const asked = {};

  // Scripts of site/data, each asked for once.
  nk.load = (...names) => Promise.all(names.map((name) => (asked[name] ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = `${root}data/${name}.js`;
    script.addEventListener("load", done);
    script.addEventListener("error", () => fail(new Error(`data/${name}.js`)));
    document.head.append(script);
  }))));

  // `study:f001,f002;other:f003`, as the pages write it behind `#ids=`, to ids, and back.
  nk.readIds = (text) => text.split(";").flatMap((part) => {
    const [study, locals = ""] = part.split(":");
    return locals.split(",").filter(Boolean).map((local) => `${study}/${local}`);
  });
  nk.writeIds = (ids) => {
    const of = new Map();
    for (const id of ids) {
      const [study, local] = id.split("/");
      if (!of.has(study)) of.set(study, []);
      of.get(study).push(local);
    }
    return [...of].map(([study, locals]) => `${study}:${locals.join(",")}`).join(";");
  };

  let byId = null;
  nk.store = async () => {
    await nk.load("words", "findings");
    return (byId ??= new Map(nk.readFindings().map((finding) => [finding.id, finding])));
  };

  const where = (finding) => {
    const study = nk.words.studies[finding.study];
    const places = finding.places.map(([section, start, end]) => `${section === null ? "" : `${study.sections[section]}, `}${nk.say("characters", "tegn")} ${start}–${end}`);
    return nk.el("p", { class: "where" }, `${nk.say("Stands in", "Står i")}: ${places.join("; ")}`);
  };
  // A finding as a list item with its passages; the link holds from pages of every depth.
  nk.entry = (finding) => {
    const item = nk.item(finding, [where(finding)]);
    item.querySelector("a").href = `${root}finding/${finding.id}.html`;
    return item;
  };

  // A text file to save. What a spreadsheet would take for a formula is disarmed.
  nk.csv = (rows) => rows.map((row) => row.map((value) => {
    const text = typeof value === "number" ? String(value) : String(value ?? "").replace(/^(?=[=+\-@\t\r])/, "'");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(",")).join("\n") + "\n";
  nk.save = (name, text) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    nk.el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
})();
