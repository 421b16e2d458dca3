"use strict";
// The findings behind a number, beside the page: opened by a link with class `behind`, which without scripts leads to the same list on a page of its own.
(() => {
  const nk = globalThis.navkg;
  const { el } = nk;
  const STEP = 20;
  const title = el("h2", { id: "drawer-title", tabindex: "-1" });
  const lead = el("div", { class: "drawer-lead" });
  const list = el("ul", { class: "findings" });
  const more = el("button", { type: "button" });
  const close = el("button", { type: "button", class: "drawer-close" });
  const whole = el("a", {});
  const box = el("aside", { id: "drawer", class: "drawer", "aria-labelledby": "drawer-title", hidden: true }, close, title, lead, el("p", { class: "actions" }, whole), list, more);
  document.getElementById("main").after(box);
  let opener = null;
  let shown = null;

  const rank = { core: 0, supporting: 1, minor: 2 };
  const fill = async (request) => {
    const store = await nk.store();
    if (shown !== request) return;
    const findings = request.ids.map((id) => store.get(id)).filter(Boolean);
    findings.sort((one, other) => one.study - other.study || (rank[one.importance] ?? 3) - (rank[other.importance] ?? 3));
    let count = 0;
    const step = () => {
      list.append(...findings.slice(count, count + STEP).map((finding) => nk.entry(finding)));
      count += STEP;
      more.hidden = count >= findings.length;
    };
    list.replaceChildren();
    more.onclick = () => {
      const first = count;
      step();
      list.children[first]?.querySelector("a").focus();
    };
    step();
    box.dataset.ready = "true";
  };

  // request: title (text), lead (nodes, made anew for a change of language), ids, address of the whole list, closed (called when it is closed).
  const open = (request, from, focus = true) => {
    shown = request;
    opener = from;
    delete box.dataset.ready;
    box.hidden = false;
    document.documentElement.classList.add("with-drawer");
    draw();
    if (focus) title.focus({ preventScroll: true });
    box.scrollTop = 0;
  };
  const draw = () => {
    title.textContent = typeof shown.title === "function" ? shown.title() : shown.title;
    lead.replaceChildren(...(shown.lead ? shown.lead() : []));
    close.textContent = nk.say("Close", "Lukk");
    more.textContent = nk.say("Show more", "Vis flere");
    whole.textContent = nk.say("As a list that can be filtered", "Som en liste som kan filtreres");
    whole.hidden = !shown.ids.length;
    whole.href = shown.address ?? "#";
    list.replaceChildren();
    more.hidden = true;
    if (shown.ids.length) {
      fill(shown).catch(() => { if (shown.address) location.href = shown.address; });
    } else box.dataset.ready = "true";
  };
  const shut = () => {
    if (box.hidden) return;
    const { closed } = shown;
    shown = null;
    box.hidden = true;
    document.documentElement.classList.remove("with-drawer");
    closed?.();
    if (opener?.isConnected) opener.focus();
  };
  close.addEventListener("click", shut);
  addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });
  document.addEventListener("navkg:language", () => { if (shown) draw(); });

  // What a number counts: the heading of its row and of its column, or the words before it.
  const heading = (link) => {
    const text = (node) => node?.innerText.trim().split("\n")[0] ?? "";
    const cell = link.closest("td, th");
    if (!cell) return (text(link.closest("dd")?.previousElementSibling) || text(link.closest("article, li, section")?.querySelector("h1, h2, h3"))).slice(0, 160);
    const table = cell.closest("table");
    const column = table.tHead?.rows[0].cells[cell.cellIndex];
    return [text(cell.parentNode.cells[0]), cell.cellIndex ? text(column) : ""].filter(Boolean).join(" × ").slice(0, 160);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.behind");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const ids = nk.readIds(new URLSearchParams(link.hash.slice(1)).get("ids") ?? "");
    const why = () => {
      const reason = link.closest("td")?.querySelector("details.why p");
      const count = el("p", { class: "meta" }, nk.say(`${ids.length} ${ids.length === 1 ? "finding" : "findings"}`, `${ids.length} funn`));
      return reason ? [el("p", {}, reason.innerText || reason.querySelector(`.${document.documentElement.lang}`)?.textContent || reason.textContent), count] : [count];
    };
    open({ title: () => heading(link), lead: why, ids, address: link.href }, link);
  });

  nk.drawer = { open, shut, box };
})();
