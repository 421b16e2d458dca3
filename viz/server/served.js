"use strict";
// Shows the links of a page that need a server: `data-served` is the address, `data-needs` what has to be at hand.
for (const link of document.querySelectorAll("a[data-served]")) {
  if (!globalThis.navkgServes.includes(link.dataset.needs)) continue;
  link.href = link.dataset.served;
  link.closest("[data-shown]").hidden = false;
}
