"use strict";
// What every page does: the switches for language and theme, the menu on narrow screens, narrowing of lists, copying.
(() => {
  const root = document.documentElement;
  const keep = (name, value) => { try { localStorage.setItem(`navkg-${name}`, value); } catch { /* a browser that keeps nothing still shows the page */ } };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

  // Texts that cannot hold both languages: titles, options, labels read aloud.
  const speak = () => {
    const language = root.lang;
    for (const node of document.querySelectorAll("[data-nb][data-en]")) node.textContent = node.dataset[language];
    for (const node of document.querySelectorAll("[data-label-nb]")) node.setAttribute("aria-label", node.getAttribute(`data-label-${language}`));
    for (const node of document.querySelectorAll("[data-placeholder-nb]")) node.placeholder = node.getAttribute(`data-placeholder-${language}`);
  };
  const theme = document.getElementById("theme");
  const showTheme = () => theme.setAttribute("aria-pressed", String(isDark()));

  document.getElementById("language").addEventListener("click", () => {
    root.lang = root.lang === "nb" ? "en" : "nb";
    keep("language", root.lang);
    speak();
    document.dispatchEvent(new Event("navkg:language"));
  });
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep("theme", root.dataset.theme);
    showTheme();
    document.dispatchEvent(new Event("navkg:theme"));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    showTheme();
    document.dispatchEvent(new Event("navkg:theme"));
  });

  const menu = document.getElementById("menu");
  menu.addEventListener("click", () => menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true")));

  // Lists that are narrowed by words: everything that does not hold them is hidden, sections without anything left too.
  for (const input of document.querySelectorAll("[data-narrow]")) {
    const list = document.getElementById(input.dataset.narrow);
    const items = [...list.querySelectorAll("li, tbody tr")];
    const texts = items.map((item) => item.textContent.toLowerCase());
    const status = document.getElementById("narrowed");
    const narrow = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      items.forEach((item, number) => {
        item.hidden = !words.every((word) => texts[number].includes(word));
        if (!item.hidden) left += 1;
      });
      for (const section of [...list.querySelectorAll("section")].reverse()) section.hidden = !section.querySelector("li:not([hidden])");
      status.textContent = words.length ? (root.lang === "nb" ? `${left} treff` : `${left} hits`) : "";
    };
    input.addEventListener("input", narrow);
    input.form.addEventListener("submit", (event) => event.preventDefault());
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const target = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(target.textContent);
        button.classList.add("done");
      } catch {
        getSelection().selectAllChildren(target);
      }
    });
  }

  // A link to something inside a closed group opens the group.
  const open = () => {
    const target = location.hash.length > 1 && !location.hash.includes("=") ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  addEventListener("beforeprint", () => { for (const node of document.querySelectorAll("details.group, details.long, details.note")) node.open = true; });
  speak();
  showTheme();
  if (location.hash) open();
})();
