// The query page: examples, running, views, downloads, and the query in the address.
import { Completion } from "./editor.js";
import { chart, chartColumns, graph, graphColumns, table } from "./views.js";

const $ = (id) => document.getElementById(id);
const say = (en, nb) => (document.documentElement.lang === "en" ? en : nb);
const completion = new Completion($("query"), $("offers"));
const VIEWS = { table: [() => true, table], chart: [chartColumns, chart], graph: [graphColumns, graph] };
let prefixes = {};
let questions = [];
let answer = null;
let view = "table";
let running = null;

const isGraphQuery = (text) => /^\s*(?:(?:PREFIX|BASE)\b[^>]*>\s*|#[^\n]*\n\s*)*(CONSTRUCT|DESCRIBE)\b/i.test(text);

function post(text, accept, signal) {
  return fetch("/sparql", { method: "POST", body: new URLSearchParams({ query: text }), headers: { Accept: accept }, signal });
}

function status(text, fault = false) {
  $("status").textContent = text;
  $("status").classList.toggle("fault", fault);
}

function read(text, type) {
  if (!type.startsWith("application/n-triples")) {
    const json = JSON.parse(text);
    if ("boolean" in json) return { columns: ["answer"], rows: [[{ type: "literal", value: String(json.boolean) }]] };
    return { columns: json.head.vars, rows: json.results.bindings.map((row) => json.head.vars.map((name) => row[name])) };
  }
  const term = /<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/g;
  const cell = ([, iri, blank, value, lang, datatype]) =>
    iri !== undefined ? { type: "uri", value: iri } : blank ? { type: "bnode", value: blank } : { type: "literal", value: JSON.parse(`"${value}"`), "xml:lang": lang, datatype };
  const rows = text.split("\n").filter(Boolean).map((line) => [...line.matchAll(term)].slice(0, 3).map(cell));
  return { columns: ["subject", "predicate", "object"], rows };
}

async function run() {
  const text = $("query").value;
  if (!text.trim()) return status(say("There is no query.", "Det er ingen spørring."), true);
  running?.abort();
  running = new AbortController();
  remember();
  $("stop").disabled = false;
  status(say("Running …", "Kjører …"));
  const begun = performance.now();
  try {
    const accept = isGraphQuery(text) ? "application/n-triples" : "application/sparql-results+json, application/n-triples;q=0.9";
    const response = await post(text, accept, running.signal);
    const body = await response.text();
    if (!response.ok) throw new Error(body.trim());
    answer = read(body, response.headers.get("Content-Type") || "");
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    status(say(`${answer.rows.length} rows in ${seconds} s`, `${answer.rows.length} rader på ${seconds} s`));
    show();
  } catch (error) {
    answer = null;
    $("views").hidden = true;
    $("result").replaceChildren();
    status(error.name === "AbortError" ? say("Stopped.", "Stoppet.") : error.message, true);
  }
  $("stop").disabled = true;
  $("download-csv").disabled = $("download-json").disabled = !answer;
}

function show() {
  for (const button of $("views").querySelectorAll("button")) {
    const fits = Boolean(VIEWS[button.dataset.view][0](answer));
    button.disabled = !fits;
    if (!fits && view === button.dataset.view) view = "table";
  }
  for (const button of $("views").querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  $("views").hidden = false;
  $("result").replaceChildren(VIEWS[view][1](answer, prefixes));
}

async function download(accept, name) {
  const text = $("query").value;
  const response = await post(text, accept);
  if (!response.ok) return status((await response.text()).trim(), true);
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await response.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return undefined;
}

function remember() {
  const hash = `#${new URLSearchParams({ query: $("query").value, view })}`;
  $("permalink").href = hash;
  history.replaceState(null, "", hash);
}

function recall() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const text = hash.get("query") ?? new URLSearchParams(location.search).get("query");
  if (hash.get("view") in VIEWS) view = hash.get("view");
  if (!text) return false;
  $("query").value = text;
  return true;
}

// The SPARQL of a question with the values of its parameters written into it, so that it can be run and changed as it stands.
async function fill() {
  const question = questions.find(({ id }) => id === $("example").value);
  if (!question) return;
  const given = [...$("parameters").querySelectorAll("input")].filter((input) => input.value).map((input) => [input.name, input.value]);
  const response = await fetch(`/api/questions/${question.id}/query?${new URLSearchParams(given)}`);
  const text = (await response.text()).trim();
  if (!response.ok) return status(text, true);
  status("");
  $("query").value = `# ${question[say("en", "nb")]}\n${text}\n`;
  remember();
}

// A question that a page of the site leads to, `#question=…`, ready to be changed.
function asked() {
  const id = new URLSearchParams(location.hash.slice(1)).get("question");
  if (!questions.some((one) => one.id === id)) return false;
  $("example").value = id;
  return true;
}

function choose() {
  view = "table";
  const question = questions.find(({ id }) => id === $("example").value);
  $("parameters").replaceChildren(...Object.entries(question?.parameters ?? {}).map(([name, parameter]) => {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { name, value: parameter.type === "language" ? say("en", "nb") : (parameter.default ?? "") });
    input.addEventListener("change", fill);
    label.append(`${parameter[say("en", "nb")]} (${name})`, input);
    return label;
  }));
  return fill();
}

function listQuestions() {
  const groups = Map.groupBy ? Map.groupBy(questions, ({ group }) => group) : questions.reduce((map, one) => map.set(one.group, [...(map.get(one.group) ?? []), one]), new Map());
  for (const [name, members] of [...groups].sort()) {
    const group = Object.assign(document.createElement("optgroup"), { label: name });
    group.append(...members.map((one) => new Option(one[say("en", "nb")], one.id)));
    $("example").append(group);
  }
}

$("query-form").addEventListener("submit", (event) => { event.preventDefault(); run(); });
$("query").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); completion.close(); run(); } });
$("query").addEventListener("input", () => { $("permalink").href = `#${new URLSearchParams({ query: $("query").value, view })}`; });
$("stop").addEventListener("click", () => running?.abort());
$("example").addEventListener("change", choose);
$("views").addEventListener("click", (event) => {
  const name = event.target.closest("button")?.dataset.view;
  if (name && answer) { view = name; show(); remember(); }
});
$("download-csv").addEventListener("click", () => (isGraphQuery($("query").value) ? download("text/turtle", "navkg-answer.ttl") : download("text/csv", "navkg-answer.csv")));
$("download-json").addEventListener("click", () => (isGraphQuery($("query").value) ? download("application/ld+json", "navkg-answer.jsonld") : download("application/sparql-results+json", "navkg-answer.json")));
addEventListener("hashchange", () => { if (recall()) run(); else if (asked()) choose(); });

const [known, catalog] = await Promise.all(["/api/terms", "/api/questions"].map(async (path) => (await fetch(path)).json()));
prefixes = known.prefixes;
questions = catalog.questions ?? [];
completion.know([...Object.keys(prefixes).map((prefix) => [`${prefix}:`, "prefix", prefixes[prefix], ""]), ...known.terms]);
$("prefixes").textContent = Object.entries(prefixes).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`).join("\n");
listQuestions();
if (recall()) run();
else if (asked()) await choose();
else $("query").value = "SELECT ?study ?label (COUNT(?finding) AS ?findings) WHERE {\n  ?study a nk:Study ; rdfs:label ?label ; nk:hasFinding ?finding .\n  FILTER(LANG(?label) = \"nb\")\n}\nGROUP BY ?study ?label\nORDER BY DESC(?findings)\n";
document.documentElement.dataset.ready = "yes";
