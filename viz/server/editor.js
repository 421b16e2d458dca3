// Completion for a textarea: offers prefixes, terms and variables for the word before the caret. Terms come from /api/terms.
const WORD = /[\w:?$<\-.]*$/;
const MOST = 30;

export class Completion {
  constructor(area, list) {
    Object.assign(this, { area, list, terms: [], open: false, chosen: 0, offers: [] });
    area.addEventListener("input", () => this.offer());
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (!item) return;
      event.preventDefault();
      this.insert(Number(item.dataset.place));
    });
  }

  know(terms) {
    this.terms = terms.map(([text, kind, en, nb]) => ({ text, kind, en: en || "", nb: nb || "", key: `${text} ${en} ${nb}`.toLowerCase() }));
  }

  word() {
    return WORD.exec(this.area.value.slice(0, this.area.selectionStart))[0];
  }

  offer() {
    const word = this.word();
    if (word.length < 2) return this.close();
    this.offers = word.startsWith("?") || word.startsWith("$") ? this.variables(word) : this.named(word.toLowerCase());
    if (!this.offers.length) return this.close();
    this.chosen = word.includes(":") ? 0 : -1; // words that may be meant as they stand are only replaced when a term is chosen
    this.show();
  }

  variables(word) {
    const names = new Set(this.area.value.match(/[?$]\w+/g) || []);
    names.delete(word);
    return [...names].filter((name) => name.startsWith(word)).slice(0, MOST).map((text) => ({ text, kind: "", en: "", nb: "" }));
  }

  named(word) {
    // Names that begin with the word, then names whose local part does, then those whose labels hold it.
    const rank = ({ text, key }) => {
      const lower = text.toLowerCase();
      if (lower.startsWith(word)) return 0;
      if (lower.split(":").pop().startsWith(word)) return 1;
      return key.includes(word) && !word.includes(":") ? 2 : 3;
    };
    const found = this.terms.map((term) => [rank(term), term]).filter(([place, term]) => place < 3 && term.text.toLowerCase() !== word);
    return found.sort((one, other) => one[0] - other[0]).slice(0, MOST).map(([, term]) => term);
  }

  show() {
    const language = document.documentElement.lang === "en" ? "en" : "nb";
    this.list.replaceChildren(...this.offers.map((offer, place) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `offer-${place}` });
      item.dataset.place = place;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === this.chosen));
      const small = document.createElement("small");
      small.textContent = [offer[language], offer.kind].filter(Boolean).join(" · ");
      item.append(offer.text, small);
      return item;
    }));
    const { left, top } = this.caret();
    this.list.style.left = `${left}px`;
    this.list.style.top = `${top}px`;
    this.list.hidden = false;
    this.open = true;
    this.area.setAttribute("aria-expanded", "true");
    if (this.chosen < 0) return;
    this.area.setAttribute("aria-activedescendant", `offer-${this.chosen}`);
    this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
  }

  caret() {
    const before = this.area.value.slice(0, this.area.selectionStart).split("\n");
    const style = getComputedStyle(this.area);
    const line = parseFloat(style.lineHeight) || 20;
    const sign = parseFloat(style.fontSize) * 0.6;
    const left = Math.min(before.at(-1).length * sign, this.area.clientWidth - 300);
    return { left: Math.max(0, left), top: Math.min(before.length * line + 10 - this.area.scrollTop, this.area.clientHeight) };
  }

  key(event) {
    if (!this.open) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.chosen = (Math.max(this.chosen, step > 0 ? -1 : 0) + step + this.offers.length) % this.offers.length;
      this.show();
    } else if (this.chosen >= 0 && ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab")) {
      event.preventDefault();
      this.insert(this.chosen);
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  insert(place) {
    const word = this.word();
    const end = this.area.selectionStart;
    this.area.setRangeText(`${this.offers[place].text} `, end - word.length, end, "end");
    this.close();
    this.area.focus();
  }

  close() {
    this.open = false;
    this.list.hidden = true;
    this.area.setAttribute("aria-expanded", "false");
    this.area.removeAttribute("aria-activedescendant");
  }
}
