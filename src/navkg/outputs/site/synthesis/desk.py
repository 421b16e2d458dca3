"""What the pages of the synthesis share: the evidence, links to the findings behind a number, the tables and their files, the navigation among the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import Markup, escape

from navkg.model import Text
from navkg.outputs.files import TABLES_FOLDER
from navkg.outputs.site.corpus import Corpus
from navkg.outputs.site.text import ROOT, Pair, t
from navkg.outputs.tables import FORMATS, PROSE_FORMATS
from navkg.synthesis.evidence import evidence_of
from navkg.synthesis.matrix import Convergence
from navkg.synthesis.support import Support, support_of
from navkg.synthesis.table import LANGUAGES, Table
from navkg.synthesis.tables import make_table
from navkg.synthesis.voices import Voices

# A sign for each relation, beside its word.
SIGNS: dict[Convergence, str] = {
    "agreement": "●",
    "partial-agreement": "◐",
    "dissonance": "✕",
    "silence": "○",
    "not-investigated": "–",
    "uncompared": "◇",
}


@dataclass(frozen=True)
class Entry:
    """A page in the navigation: its address, its name, what it answers, and the tables whose files it offers."""

    path: str
    name: Pair
    about: Pair
    tables: tuple[str, ...] = ()


def _table(name: str, english: str, norwegian: str, about: tuple[str, str]) -> Entry:
    return Entry(f"{name}.html", Pair(english, norwegian), Pair(*about), (name,))


SECTIONS: tuple[tuple[Pair, tuple[Entry, ...]], ...] = (
    (
        Pair("What is known, and what is not", "Hva vi vet, og hva vi ikke vet"),
        (
            Entry(
                "gap-map.html",
                Pair("Evidence gap map", "Kunnskapshull"),
                Pair(
                    "What has findings, what was investigated without any, and what nobody has asked.",
                    "Hva det finnes funn om, hva som er undersøkt uten funn, og hva ingen har spurt om.",
                ),
            ),
            Entry(
                "review-findings.html",
                Pair("Review findings", "Syntesefunn"),
                Pair(
                    "What several studies say together, each with the findings it rests on.",
                    "Hva flere studier sier til sammen, hvert med funnene det hviler på.",
                ),
                ("review-finding-convergence",),
            ),
            _table(
                "summary-of-findings",
                "Summary of Qualitative Findings",
                "Sammendrag av kvalitative funn",
                ("The table that a qualitative evidence synthesis prints.", "Tabellen som en kvalitativ kunnskapsoppsummering trykker."),
            ),
            _table(
                "cerqual-evidence-profile",
                "CERQual evidence profile",
                "CERQual-evidensprofil",
                (
                    "The counted facts and the judgements behind each level of confidence.",
                    "De talte opplysningene og vurderingene bak hvert tillitsnivå.",
                ),
            ),
        ),
    ),
    (
        Pair("Studies against each other", "Studiene mot hverandre"),
        (
            Entry(
                "convergence-themes.html",
                Pair("Convergence matrix", "Konvergensmatrise"),
                Pair(
                    "Theme, determinant or outcome by study: agreement, dissonance, silence.",
                    "Tema, faktor eller utfall etter studie: enighet, dissonans, taushet.",
                ),
                ("convergence-themes", "convergence-determinants", "convergence-outcomes"),
            ),
            Entry(
                "contradictions.html",
                Pair("Contradictions", "Motsigelser"),
                Pair(
                    "Findings that stand against each other, both sides beside each other.",
                    "Funn som står mot hverandre, begge sider ved siden av hverandre.",
                ),
                ("contradictions",),
            ),
            _table(
                "effect-directions",
                "Effect directions",
                "Effektretninger",
                (
                    "More or less of each outcome, study by study; no p-values.",
                    "Mer eller mindre av hvert utfall, studie for studie; ingen p-verdier.",
                ),
            ),
            Entry(
                "structure.html",
                Pair("Structure", "Struktur"),
                Pair(
                    "What bridges themes, what clusters, and what hangs on one study.",
                    "Hva som binder temaer sammen, hva som klynger seg, og hva som henger på én studie.",
                ),
                ("structure-bridges", "structure-communities", "structure-similarity", "structure-leave-one-out"),
            ),
        ),
    ),
    (
        Pair("The material laid out", "Materialet lagt ut"),
        (
            _table(
                "framework-matrix",
                "Framework matrix",
                "Rammeverksmatrise",
                ("CFIR construct by study: short statements with locators.", "CFIR-konstrukt etter studie: korte påstander med stedsangivelse."),
            ),
            _table(
                "barriers-enablers",
                "Barriers and enablers by actor and service",
                "Barrierer og fremmere etter aktør og tjeneste",
                ("How many studies and findings stand behind each combination.", "Hvor mange studier og funn som står bak hver kombinasjon."),
            ),
            _table(
                "study-characteristics",
                "Study characteristics",
                "Kjennetegn ved studiene",
                ("Design, methods, informants and limitations side by side.", "Opplegg, metoder, informanter og begrensninger side om side."),
            ),
            _table(
                "codebook",
                "Codebook",
                "Kodebok",
                ("Every code with definition, use and an example.", "Hver kode med definisjon, bruk og et eksempel."),
            ),
            _table(
                "entreq",
                "ENTREQ checklist",
                "ENTREQ-sjekkliste",
                ("What a synthesis reports, filled as far as the graph knows.", "Det en syntese rapporterer, utfylt så langt grafen vet."),
            ),
        ),
    ),
)


# The numbers of our own sentences that count findings, by what they count.
NUMBERS = {
    name: re.compile(pattern)
    for name, pattern in {
        "own": r"\b\d+ (own )?findings?\b|\b\d+ (egne )?funn\b",
        "aside": r"\b\d+ (cited or background findings?|siterte funn eller bakgrunnsfunn)\b",
        "contradicting": r"\b\d+(?= contradicts? it| motsier det)",
        "independent": r"\b\d+ (independent studies|uavhengige studier)\b",
        "informants": r"(?<=informants in these studies: )[^;]+|(?<=informanter i disse studiene: )[^;]+",
        "passages": r"\b\d+ (passages|tekststeder)\b",
        "single_informant": r"\b\d+ (of the findings|av funnene)(?= rest on one named| hviler på én navngitt)",
    }.items()
}


class Desk:
    """The evidence and the ways to show it."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._locators: dict[str, Markup] = {}
        self.evidence = evidence_of(corpus.dataset.content)

    def table(self, name: str) -> Table:
        return make_table(name, self.evidence)

    def backed(self, text: Text, one: Support) -> Markup:
        """What is said of a review finding, its numbers as links."""
        counted = dict.fromkeys(("own", "independent", "informants", "passages"), one.own)
        return self.told(text, **counted, contradicting=one.contradicting, single_informant=one.single_informant)

    def told(self, text: Text, **findings: Iterable[str]) -> Markup:
        """A text whose numbers of findings are links: each named pattern of `NUMBERS` leads to the findings given for it."""

        given = {name: tuple(names) for name, names in findings.items()}
        return t(self._linked(text.en, given), self._linked(text.nb, given))

    def _linked(self, words: str, given: Mapping[str, tuple[str, ...]]) -> Markup:
        shown = str(escape(words))
        for name, names in given.items():
            shown = NUMBERS[name].sub(partial(self._count, names), shown)
        return Markup(shown)  # noqa: S704 - escaped above

    def _count(self, names: tuple[str, ...], match: re.Match[str]) -> str:
        """The number as a link, unless it counts other findings than these."""
        said = match.group()
        other = re.match(r"\d+ .*(findings?|funn)$", said) and int(said.split()[0]) != len(set(names))
        return said if other else str(self.corpus.counted(Markup(said), names))  # noqa: S704 - a part of what is escaped

    def locator(self, finding: str) -> Markup:
        """Where the first passage stands: the section, and from where to where."""
        found = self._locators.get(finding)
        if found is None:
            found = self._locators[finding] = self._locate(finding)
        return found

    def _locate(self, finding: str) -> Markup:
        record = self.corpus.records[finding]
        study, (start, end) = self.corpus.study[record["study"]], record["passages"][0]
        section = study.section_at(start)
        more = len(record["passages"]) - 1
        rest = Markup(" + {}").format(more) if more else ""
        title = Markup('<span lang="{}">{}</span>, ').format(study.design.document.language, section.title) if section else ""
        return Markup('<span class="locator">{}{}–{}{}</span>').format(title, start, end, rest)

    def periods(self, voices: Voices) -> Markup:
        """When data were collected, study by study; the study is a link."""
        parts = (period.partition(": ") for period in voices.periods)
        return Markup("; ").join(Markup('<a href="{}study/{}.html#design">{}</a>: {}').format(ROOT, study, study, when) for study, _, when in parts)

    def statement(self, finding: str) -> Markup:
        """A finding in short: its statement as a link, study, number, direction, basis, locator."""
        record = self.corpus.records[finding]
        mark = self.corpus.style.sheet.valences.get(record["valence"])
        return Markup(
            '<a href="{root}finding/{id}.html">{said}</a> <span class="meta"><span class="tag v-{valence}"><span aria-hidden="true">{sign}</span> {word}</span> '
            '<span class="basis b-{basis}">{ground}</span> · <span class="no">{id}</span> · {place}</span>'
        ).format(
            root=ROOT,
            id=finding,
            said=t(record["statement_en"], record["statement_nb"]),
            valence=record["valence"],
            sign=mark.sign if mark else "",
            word=t(self.corpus.value("valence", record["valence"])),
            basis=record["basis"],
            ground=t(self.corpus.value("basis", record["basis"])),
            place=self.locator(finding),
        )

    @cached_property
    def supports(self) -> dict[str, Support]:
        """Review finding → what stands behind it."""
        return {one.id: support_of(self.evidence, one) for one in sorted(self.evidence.synthesis.review_findings, key=lambda one: one.id)}

    @cached_property
    def named(self) -> dict[tuple[str, str], str]:
        """Label → the id that alone has it, for cells of tables that hold a label and no id."""
        found: dict[tuple[str, str], str] = {}
        twice: set[tuple[str, str]] = set()
        for slug in self.corpus.paged:
            label = self.evidence.label(slug)
            key = (label.en, label.nb)
            twice.update({key} & found.keys())
            found.setdefault(key, slug)
        return {key: slug for key, slug in found.items() if key not in twice}

    def downloads(self, *names: str) -> list[tuple[Pair, list[tuple[str, dict[str, str]]]]]:
        """For each table its title and its files in the site's folder of tables: format → language → address."""
        found = []
        for table in map(self.table, names):
            styles = [style for style in FORMATS if table.prose or style not in PROSE_FORMATS]
            files = [
                (style.upper(), {language: f"{ROOT}{TABLES_FOLDER}/{table.id}-{language}.{style}" for language in LANGUAGES}) for style in styles
            ]
            found.append((Pair(table.title.en, table.title.nb), files))
        return found
