"use strict";
// The reason of a matrix cell while the pointer or the focus is on it; it also stands in the cell, to be opened.
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let current = null;

  const hide = () => {
    tip.hidden = true;
    current?.querySelector("a, summary")?.removeAttribute("aria-describedby");
    current = null;
  };
  const show = (cell) => {
    const details = cell.querySelector("details.why");
    if (cell === current || !details || details.open) return;
    hide();
    current = cell;
    const text = details.querySelector("p");
    tip.textContent = (text.querySelector(`.${document.documentElement.lang}`) ?? text).textContent;
    tip.hidden = false;
    const at = cell.getBoundingClientRect();
    const width = Math.min(340, innerWidth - 16);
    tip.style.width = `${width}px`;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    const below = at.bottom + 6;
    tip.style.top = below + tip.offsetHeight > innerHeight ? `${Math.max(8, at.top - tip.offsetHeight - 6)}px` : `${below}px`;
    cell.querySelector("a, summary")?.setAttribute("aria-describedby", "tip");
  };
  const over = (event) => {
    const cell = event.target.closest?.("table.convergence td.conv");
    if (cell) show(cell);
    else if (event.type === "mouseover" && !tip.contains(event.target)) hide();
  };
  document.addEventListener("mouseover", over);
  document.addEventListener("focusin", over);
  document.addEventListener("focusout", hide);
  document.addEventListener("toggle", hide, true);
  document.addEventListener("scroll", hide, true);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
