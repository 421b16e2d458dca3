"use strict";
// Ranked search over the index of site/data/search.js, the same as `navkg search` answers from: lemmas, beginnings, parts of compounds, BM25.
(() => {
  const nk = (globalThis.navkg ??= {});
  const [K1, B, BEGIN, MOST] = [1.2, 0.75, 4, 32];
  const WORD = /[\p{L}\p{N}]+(?:[-‑'’][\p{L}\p{N}]+)*/gu;
  const PIECE = /[\p{L}\p{N}]+/gu;

  const make = (index) => {
    const stop = new Set(index.stop);
    const numbers = new Map(index.tokens.map((token, number) => [token, number]));
    const forms = new Map(Object.entries(index.forms));
    const parts = new Map(Object.entries(index.parts).map(([number, list]) => [Number(number), list]));
    const total = index.ids.length;
    const average = index.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, total);

    const wordsOf = (text) => {
      const found = [];
      for (const [word] of text.toLowerCase().matchAll(WORD)) {
        const pieces = word.match(PIECE);
        found.push(...pieces, ...(pieces.length > 1 ? [pieces.join("")] : []));
      }
      return found.filter((word) => !stop.has(word) && (word.length > 1 || /\d/.test(word)));
    };

    // The first token that is not before a word.
    const from = (word) => {
      let [low, high] = [0, index.tokens.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (index.tokens[middle] < word) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const beginning = (word) => {
      const found = [];
      if ([...word].length < BEGIN) return found;
      for (let number = from(word); number < index.tokens.length && index.tokens[number].startsWith(word); number += 1) found.push(number);
      return found;
    };
    const lemmas = (word) => forms.get(word) ?? (numbers.has(word) ? [numbers.get(word)] : []);
    // Words as somebody writes them whose keyboard has no æ, ø or å.
    let plainWords = null;
    const plain = (word) => {
      plainWords ??= new Map([...[...forms].map(([form, list]) => [flat(form), list]), ...index.tokens.map((token, number) => [flat(token), [number]])]);
      return plainWords.get(flat(word)) ?? [];
    };

    // The two words that an unknown compound is made of, when the findings have both; an s may join them.
    const split = (word) => {
      for (let cut = 3; cut <= word.length - 3; cut += 1) {
        for (const head of word[cut - 1] === "s" && cut > 3 ? [word.slice(0, cut - 1), word.slice(0, cut)] : [word.slice(0, cut)]) {
          const [one, other] = [lemmas(head), lemmas(word.slice(cut))];
          if (one.length && other.length && (head.length < cut || Math.min(cut, word.length - cut) >= BEGIN)) return [...one, ...other];
        }
      }
      return [];
    };

    const scores = (token) => {
      const posting = index.postings[token];
      const met = posting.length / 2;
      const idf = Math.log(1 + (total - met + 0.5) / (met + 0.5));
      const found = new Map();
      for (let at = 0; at < posting.length; at += 2) {
        const [number, weight] = [posting[at], posting[at + 1]];
        found.set(number, (idf * weight * (K1 + 1)) / (weight + K1 * (1 - B + (B * index.lengths[number]) / average)));
      }
      return found;
    };

    // Everything that a word of the query may match: tokens, and compounds by all of their parts. An unknown word is shortened until something begins with it.
    const groupOf = (word) => {
      const known = lemmas(word);
      const tokens = new Set([...known, ...[word, ...known.map((token) => index.tokens[token])].flatMap(beginning)]);
      const together = known.map((token) => parts.get(token)).filter(Boolean);
      let isNear = false;
      if (!tokens.size) for (const token of plain(word)) tokens.add(token);
      if (!tokens.size) for (const token of split(word)) tokens.add(token);
      for (let length = word.length - 1; !tokens.size && length >= Math.max(BEGIN, word.length - 4); length -= 1) {
        isNear = true;
        for (const token of beginning(word.slice(0, length))) tokens.add(token);
      }
      return { word, tokens, together, isNear };
    };
    const best = (group) => {
      const found = new Map();
      const take = (number, score) => { if (score > (found.get(number) ?? 0)) found.set(number, score); };
      for (const token of group.tokens) for (const [number, score] of scores(token)) take(number, score);
      for (const list of group.together) {
        const [first, ...rest] = list.map(scores);
        for (const [number, score] of first) if (rest.every((other) => other.has(number))) take(number, Math.min(score, ...rest.map((other) => other.get(number))));
      }
      return found;
    };

    // {hits: [{id, score, isComplete}], tokens: what was matched, near: words that had to be shortened, unknown: words that nothing has}
    const find = (query) => {
      const groups = [...new Set(wordsOf(query))].slice(0, MOST).map(groupOf);
      const known = groups.filter((group) => group.tokens.size || group.together.length);
      const sums = new Map();
      for (const group of known) {
        for (const [number, score] of best(group)) {
          const entry = sums.get(number) ?? { number, score: 0, met: 0 };
          entry.score += score;
          entry.met += 1;
          sums.set(number, entry);
        }
      }
      const isComplete = (entry) => entry.met === known.length;
      const hits = [...sums.values()].sort((one, other) => isComplete(other) - isComplete(one) || other.score - one.score || one.number - other.number);
      return {
        hits: hits.map((entry) => ({ id: index.ids[entry.number], score: entry.score, isComplete: isComplete(entry) })),
        tokens: new Set(known.flatMap((group) => [...group.tokens, ...group.together.flat()])),
        near: groups.filter((group) => group.isNear && group.tokens.size).map((group) => group.word),
        unknown: groups.filter((group) => !group.tokens.size && !group.together.length).map((group) => group.word),
      };
    };

    // Words of the index that differ from a word by two letters at most, the most used first.
    const alike = (word) => {
      const near = [...index.tokens.keys()].filter((number) => index.tokens[number][0] === word[0] && Math.abs(index.tokens[number].length - word.length) <= 2 && distance(flat(index.tokens[number]), flat(word)) <= 2);
      return near.sort((one, other) => index.postings[other].length - index.postings[one].length).slice(0, 4).map((number) => index.tokens[number]);
    };
    return { find, lemmas, alike };
  };

  const flat = (word) => word.replaceAll("ø", "o").replaceAll("å", "a").replaceAll("æ", "ae").normalize("NFD").replace(/\p{M}/gu, "");
  const distance = (one, other) => {
    let row = Array.from({ length: other.length + 1 }, (_, number) => number);
    for (let at = 1; at <= one.length; at += 1) {
      const next = [at];
      for (let to = 1; to <= other.length; to += 1) next.push(Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + (one[at - 1] !== other[to - 1])));
      row = next;
    }
    return row.at(-1);
  };

  nk.searchEngine = make;
})();
