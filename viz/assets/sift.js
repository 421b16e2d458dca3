"use strict";
// Lists and tables that are narrowed by words and by choices; what is chosen stands in the address.
(() => {
  for (const form of document.querySelectorAll("form[data-sift]")) {
    const list = document.getElementById(form.dataset.sift);
    const status = document.getElementById(`${form.dataset.sift}-count`);
    if (!list) continue;
    const items = [...list.querySelectorAll(list.dataset.items ?? "tbody tr")];
    let texts = null;
    const chosen = () => [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
    const fits = (item, number, [name, value]) => {
      if (name !== "text") return (item.dataset[name] ?? "").split(" ").includes(value);
      texts ??= items.map((one) => one.textContent.toLowerCase());
      return value.toLowerCase().split(/\s+/).every((word) => texts[number].includes(word));
    };
    const sift = () => {
      const wanted = chosen();
      let left = 0;
      items.forEach((item, number) => {
        item.hidden = !wanted.every((one) => fits(item, number, one));
        if (!item.hidden) left += 1;
      });
      for (const section of list.querySelectorAll("section")) section.hidden = items.some((item) => section.contains(item)) && !items.some((item) => !item.hidden && section.contains(item));
      const norwegian = document.documentElement.lang === "nb";
      status.textContent = !wanted.length ? "" : left ? (norwegian ? `${left} av ${items.length}` : `${left} of ${items.length}`) : norwegian ? "Ingen passer. Fjern et valg eller skriv færre ord." : "Nothing fits. Remove a choice or write fewer words.";
    };
    const write = () => {
      const hash = new URLSearchParams(chosen()).toString();
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
      sift();
    };
    const read = () => {
      if (location.hash && !location.hash.includes("=")) return;
      const given = new URLSearchParams(location.hash.slice(1));
      for (const field of form.elements) if (field.name) field.value = given.get(field.name) ?? "";
      sift();
    };
    form.addEventListener("input", write);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(write));
    addEventListener("hashchange", read);
    document.addEventListener("navkg:language", sift);
    read();
  }
  // On paper everything is open.
  addEventListener("beforeprint", () => { for (const node of document.querySelectorAll("main details.long, main details.note, main details.whole")) node.open = true; });
})();
