"use strict";
// The search box in the head of every page, and the key that leads to it.
(() => {
  const form = document.getElementById("find-form");
  if (!form) return;
  const input = document.getElementById("find");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = input.value.trim();
    location.href = `${form.dataset.target}${words ? `#${new URLSearchParams({ q: words })}` : ""}`;
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    const field = document.getElementById("q") ?? (input.offsetParent ? input : null);
    if (field) {
      field.focus();
      field.select();
    } else location.href = form.dataset.target;
  });
})();
