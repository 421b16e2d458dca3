"use strict";
// Language and theme before the first picture, so that nothing flickers. The choice is kept in the browser; without one, its own preferences count.
(() => {
  const kept = (name) => { try { return localStorage.getItem(`navkg-${name}`); } catch { return null; } };
  const root = document.documentElement;
  const language = kept("language");
  root.lang = language === "en" || language === "nb" ? language : /^(nb|nn|no)\b/.test(navigator.language) ? "nb" : "en";
  const theme = kept("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  root.classList.add("js");
})();
