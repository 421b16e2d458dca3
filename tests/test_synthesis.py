"""The rules of the convergence matrix and of contradictions hold for any studies; the files of data/synthesis/ are refused with one clear line when something is wrong.

tests/cases/synthesis/ is a small project: three studies, two of them (alpha, gamma) from one project, and a synthesis of them.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navkg.graph.synthesis import synthesis_quads
from navkg.model import Finding, Study, StudyDesign, Term, Vocabulary
from navkg.model_synthesis import NO_SYNTHESIS, Judgement, ReviewFinding, Synthesis
from navkg.pipeline import Content, Dataset, load_content
from navkg.problems import NavkgError
from navkg.project import find_project
from navkg.synthesis.contradictions import find_contradictions
from navkg.synthesis.directions import effect_directions
from navkg.synthesis.evidence import FACETS, OWN_DATA, Evidence, common_direction, facet
from navkg.synthesis.gaps import facet_data, gap_data, gap_map
from navkg.synthesis.matrix import Matrix, compare, convergence_matrix, study_stances
from navkg.synthesis.structure import MEASURES, barrier_communities, bridging_determinants, leave_one_out, study_similarity
from navkg.synthesis.support import counted_facts, support_of
from navkg.synthesis.voices import informants_of, voices_of

ROOT = Path(__file__).parent.parent
CASE = Path(__file__).parent / "cases" / "synthesis"
# Few names, so that studies meet on them; a seventh of the findings is cited or background, so that most are compared.
THEMES, DETERMINANTS, OUTCOMES, SERVICES = ("theme-a", "theme-b"), ("d1",), ("o1",), ("s1", "s2")
BASES = ("empirical", "interpretation", "empirical", "interpretation", "empirical", "cited", "background")
FACET_NAMES = ("theme", "determinant", "outcome", "service")
TERMS = {
    **{slug: Term(slug, "Theme", scheme="themes") for slug in THEMES},
    **{slug: Term(slug, "Determinant") for slug in DETERMINANTS},
    **{slug: Term(slug, "Outcome") for slug in OUTCOMES},
    **{slug: Term(slug, "DigitalService", "in English", "på norsk") for slug in SERVICES},
}
VOCABULARY = Vocabulary(MappingProxyType({}), MappingProxyType(TERMS))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("synthesis") / "project"
    shutil.copytree(CASE, root)
    shutil.copytree(ROOT / "ontology", root / "ontology")
    return root


@pytest.fixture(scope="module")
def content(project: Path) -> Content:
    made, problems = load_content(find_project(project))
    assert [str(one) for one in problems] == []
    return made


@pytest.fixture(scope="module")
def evidence(content: Content) -> Evidence:
    return Evidence(content.vocabulary, content.studies, content.synthesis)


# ---- small studies of any kind


def _some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=2, unique=True)


@st.composite
def findings(draw: st.DrawFn, study: str, number: int) -> Finding:
    others = [f"{name}/f{count:03}" for name in "abcd" if name != study for count in (1, 2)]
    return Finding.model_validate(
        {
            "id": f"f{number:03}", "en": f"{study} {number}", "nb": f"{study} {number}", "kind": "effect", "importance": "core",
            "basis": draw(st.sampled_from(BASES)),
            "valence": draw(st.sampled_from(["positive", "negative", "positive", "negative", "mixed", "neutral"])),
            "about": draw(_some(SERVICES, 1)), "barriers": draw(_some(DETERMINANTS)), "enablers": draw(_some(DETERMINANTS)),
            "outcomes": {name: draw(_some(OUTCOMES)) for name in ("increases", "decreases", "changes")},
            "themes": draw(_some(THEMES, 1)),
            "relations": {name: draw(_some(tuple(others))) for name in ("disagrees_with", "agrees_with")} if draw(st.booleans()) else {},
            "passages": [{"at": [number * 10, number * 10 + 5], "sha256": "0" * 64, "first": "a", "last": "b"}],
        }
    )  # fmt: skip


@st.composite
def studies(draw: st.DrawFn, name: str) -> Study:
    design = {
        "id": name, "title": {"en": name, "nb": name}, "themes_investigated": draw(_some(THEMES)),
        "project": draw(st.sampled_from([None, None, "p1"])), "coding": {"by": ["team"], "codebook": "1.0"},
        "informants": [{"id": "ig-all", "label": {"en": "all", "nb": "alle"}, "n": draw(st.integers(1, 9))}],
        "document": {"file": "x.txt", "sha256": "0" * 64, "characters": 100, "type": "BookChapter",
                     "sections": [{"id": "s01", "title": "x", "role": "results", "start": 0}]},
    }  # fmt: skip
    count = draw(st.integers(1, 2))
    return Study(StudyDesign.model_validate(design), tuple(draw(findings(name, number)) for number in range(1, count + 1)))


corpora = st.integers(2, 4).flatmap(lambda size: st.tuples(*(studies("abcd"[place]) for place in range(size))))


def corpus(*members: Study, synthesis: Synthesis = NO_SYNTHESIS) -> Evidence:
    return Evidence(VOCABULARY, members, synthesis)


def relations(matrix: Matrix) -> dict[tuple[str, str], str]:
    return {(row, study): cell.relation for row, cells in matrix.cells.items() for study, cell in cells.items()}


# ---- the rule of the convergence matrix


@settings(deadline=None)
@given(corpora, studies("e"), st.sampled_from(FACET_NAMES))
def test_a_further_study_never_ends_dissonance(members: tuple[Study, ...], further: Study, rows: str) -> None:
    """What is dissonant stays dissonant, whatever study is added."""
    before, after = (relations(convergence_matrix(corpus(*some), rows)) for some in (members, (*members, further)))
    assert all(after[place] == "dissonance" for place, relation in before.items() if relation == "dissonance")


@settings(deadline=None)
@given(corpora, st.sampled_from(FACET_NAMES), st.randoms(use_true_random=False))
def test_order_does_not_matter(members: tuple[Study, ...], rows: str, random: Any) -> None:
    """Studies and findings in another order give the same matrix, contradictions and directions."""
    turned = [Study(study.design, tuple(random.sample(study.findings, len(study.findings)))) for study in random.sample(members, len(members))]
    one, other = corpus(*members), corpus(*turned)
    assert convergence_matrix(one, rows) == convergence_matrix(other, rows)
    assert find_contradictions(one) == find_contradictions(other)
    assert effect_directions(one) == effect_directions(other)


@settings(deadline=None)
@given(corpora, st.sampled_from(FACET_NAMES))
def test_silence_needs_investigation(members: tuple[Study, ...], rows: str) -> None:
    """A study without own data on a row is silent if and only if it investigated the row."""
    made = corpus(*members)
    for row, cells in convergence_matrix(made, rows).cells.items():
        for study, cell in cells.items():
            assert (cell.relation in ("silence", "not-investigated")) == (not cell.findings)
            if not cell.findings:
                assert (cell.relation == "silence") == made.investigated(study, rows, row)


@settings(deadline=None)
@given(corpora, st.sampled_from(FACET_NAMES))
def test_what_is_cited_is_no_data_of_the_study(members: tuple[Study, ...], rows: str) -> None:
    """Cited and background findings are never behind a cell, and the relations are the same without them."""
    made = corpus(*members)
    matrix = convergence_matrix(made, rows)
    for cells in matrix.cells.values():
        for cell in cells.values():
            assert all(made.records[name]["basis"] in OWN_DATA for name in cell.findings)
            assert all(made.records[name]["basis"] not in OWN_DATA for name in cell.aside)
    bare = corpus(*(Study(study.design, tuple(one for one in study.findings if one.basis in OWN_DATA)) for study in members))
    without = relations(convergence_matrix(bare, rows))
    assert without == {place: relation for place, relation in relations(matrix).items() if place in without}


@settings(deadline=None)
@given(corpora, st.sampled_from(FACET_NAMES))
def test_studies_of_one_project_do_not_confirm_each_other(members: tuple[Study, ...], rows: str) -> None:
    """Agreement and partial agreement need own data of another independent study."""
    made = corpus(*members)
    for cells in convergence_matrix(made, rows).cells.values():
        for study, cell in cells.items():
            if cell.relation in ("agreement", "partial-agreement"):
                speaking = {other for other, one in cells.items() if one.findings and other != study}
                assert made.independent(speaking) - made.independent([study])


@settings(deadline=None)
@given(corpora, st.sampled_from(FACET_NAMES))
def test_agreement_is_with_everyone(members: tuple[Study, ...], rows: str) -> None:
    """A study in agreement has a direction, and every other independent study with own data has the same one or is declared to agree."""
    made = corpus(*members)
    for row, cells in convergence_matrix(made, rows).cells.items():
        stances = study_stances(made.sorted_by(rows).get(row, ()), rows, row)
        for study, cell in cells.items():
            others = [one for name, one in stances.items() if made.independent([name]) != made.independent([study])]
            if cell.relation == "agreement":
                full = [compare(stances[study], one) == "agreement" for one in others]
                assert any(full)
                assert all(one.direction == cell.direction != "neutral" or agreed for one, agreed in zip(others, full, strict=True))


@settings(deadline=None)
@given(corpora, st.sampled_from(FACET_NAMES))
def test_comparing_is_symmetric(members: tuple[Study, ...], rows: str) -> None:
    """How one study stands to another is how the other stands to it."""
    made = corpus(*members)
    for row, records in made.sorted_by(rows).items():
        stances = list(study_stances(records, rows, row).values())
        assert all(compare(one, other) == compare(other, one) for one in stances for other in stances)


@settings(deadline=None)
@given(corpora)
def test_a_judgement_replaces_one_cell(members: tuple[Study, ...]) -> None:
    """A reviewed judgement changes its cell, keeps what was computed beside it, and touches no other."""
    judgement = Judgement.model_validate(
        {"row": "theme-a", "study": "a", "relation": "silence", "reason": {"en": "seen", "nb": "sett"}, "assessor": ["team"]}
    )
    plain, judged = (convergence_matrix(corpus(*members, synthesis=synthesis), "theme") for synthesis in (Synthesis(), Synthesis((), (judgement,))))
    for row, cells in judged.cells.items():
        for study, cell in cells.items():
            if (row, study) == ("theme-a", "a"):
                assert (cell.overridden, cell.relation, cell.computed) == (True, "silence", plain.cells[row][study].computed)
                assert "seen" in cell.reason.en
                assert "team" in cell.reason.nb
            else:
                assert cell == plain.cells[row][study]


@given(st.lists(st.sampled_from(["positive", "negative", "mixed", "neutral"])))
def test_seven_of_ten_make_a_direction(directions: list[Any]) -> None:
    """A direction needs 70 per cent of the findings that have one; neutral findings do not count."""
    directed = [one for one in directions if one != "neutral"]
    made = common_direction(directions)
    assert (made == "neutral") == (not directed)
    if made in ("positive", "negative"):
        assert directed.count(made) * 10 >= len(directed) * 7


# ---- contradictions


@settings(deadline=None)
@given(corpora, studies("e"))
def test_a_further_study_only_adds_contradictions(members: tuple[Study, ...], further: Study) -> None:
    """Every contradiction is still there with a further study, with at least the findings it had."""
    before, after = ({one.id: one for one in find_contradictions(corpus(*some))} for some in (members, (*members, further)))
    for name, one in before.items():
        assert all(set(old.findings) <= set(new.findings) for old, new in zip(one.sides, after[name].sides, strict=True))


@settings(deadline=None)
@given(corpora)
def test_the_sides_of_a_contradiction(members: tuple[Study, ...]) -> None:
    """Sides are never empty and never share a finding; unless disagreement is declared they hold own data on the subject."""
    made = corpus(*members)
    for one in find_contradictions(made):
        here, there = (set(side.findings) for side in one.sides)
        assert here
        assert there
        assert here.isdisjoint(there)
        assert one.reason.nb
        assert one.reason.en
        if one.kind != "declared":
            assert all(made.records[name]["basis"] in OWN_DATA and one.subject in made.records[name]["about"] for name in here | there)


# ---- the small project


def relation_of(evidence: Evidence, rows: str, row: str) -> dict[str, str]:
    return {study: cell.relation for study, cell in convergence_matrix(evidence, rows).cells[row].items()}


def test_the_matrix_of_the_small_project(evidence: Evidence) -> None:
    """Barrier here and enabler there is dissonance, a reviewed judgement replaces it, and a cited barrier is no data of the study that cites it."""
    assert relation_of(evidence, "determinant", "guidance") == {"alpha": "dissonance", "beta": "agreement", "gamma": "dissonance"}
    assert relation_of(evidence, "determinant", "network-capacity") == {"alpha": "silence", "beta": "uncompared", "gamma": "not-investigated"}
    cell = convergence_matrix(evidence, "determinant").cells["network-capacity"]["alpha"]
    assert (cell.findings, cell.aside) == ((), ("alpha/f003",))
    assert "not counted" in cell.reason.en


def test_the_contradictions_of_the_small_project(evidence: Evidence) -> None:
    """The three kinds are found, with both sides' informants, methods and dates, and where they differ."""
    found = {one.id: one for one in find_contradictions(evidence)}
    assert set(found) == {
        "declared:beta/f002:gamma/f001", "opposite-outcome:digisos:time-use", "opposite-outcome:modia:human-contact", "barrier-and-enabler:digisos:guidance",
    }  # fmt: skip
    one = found["barrier-and-enabler:digisos:guidance"]
    assert one.sides[0].findings == ("alpha/f001", "gamma/f002")
    assert one.sides[1].voices.groups == ("beta/ig-staff",)
    assert one.sides[1].voices.methods == ("survey",)
    assert one.sides[1].voices.periods == ("beta: 2020",)
    assert {text.en for text in one.differs} >= {"informants", "methods", "period"}
    assert find_contradictions(evidence, between_studies=False) == ()


def test_support_counts_projects_and_informants_once(evidence: Evidence) -> None:
    """Two documents of one project are one study; their informants are counted once; a dissonant finding stands against the review finding."""
    guidance, contact = (support_of(evidence, one) for one in evidence.synthesis.review_findings)
    assert guidance.studies == ("alpha", "beta", "gamma")
    assert guidance.independent == 2
    assert (guidance.informants.known, guidance.informants.groups_without_number) == (20, 0)
    assert (guidance.passages, guidance.characters) == (3, 300)
    assert contact.contradicting == ("gamma/f001",)
    assert contact.relations == {"alpha": "silence", "beta": "agreement", "gamma": "dissonance"}
    assert guidance.falls_without == ("alpha", "beta", "gamma")
    assert contact.falls_without == ()
    assert all(text.en and text.nb for text in counted_facts(evidence, guidance).values())
    assert informants_of(evidence, ["gamma"]).text.en == "number not stated"


def test_leave_one_out_takes_the_whole_project(evidence: Evidence) -> None:
    """Without one study, and what else its project published, the review finding on guidance no longer rests on two independent studies."""
    assert {loss.study: loss.review_findings for loss in leave_one_out(evidence)} == dict.fromkeys(("alpha", "beta", "gamma"), ("rf-guidance",))


def test_effect_directions_are_signs(evidence: Evidence) -> None:
    """More and less of an outcome have their signs, and a study without own data has none."""
    found = effect_directions(evidence)
    assert {study: effect.symbol for study, effect in found["time-use"].items()} == {"alpha": "▼", "beta": "▲"}


def test_gaps_are_told_apart(evidence: Evidence) -> None:
    """A cell without own findings was investigated, or not; what is only cited does not fill it."""
    cells = gap_map(evidence, "service", "theme").cells
    assert cells[("modia", "theme-communication")].state == "found"
    assert cells[("modia", "theme-communication")].by_valence == {"negative": 1, "positive": 2}
    privacy = cells[("modia", "theme-privacy")]
    assert (privacy.state, privacy.findings, privacy.studies, privacy.investigated_by) == ("nothing-found", ("alpha/f003",), (), ("alpha",))
    facets = facet_data(evidence)
    assert all(len(finding["theme"]) == len(evidence.records[finding["id"]]["themes"]) for finding in facets["findings"])
    places = {value["id"]: (number, value) for number, value in enumerate(facets["facets"]["theme"]["values"])}
    number, value = places["theme-privacy"]
    assert [finding["id"] for finding in facets["findings"] if number in finding["theme"]] == ["alpha/f003"]
    assert value["investigated_by"] == ["alpha"]
    assert facets["studies"] == {"alpha": "one-project", "beta": "beta", "gamma": "one-project"}
    data = gap_data(evidence, "services", "themes")
    assert data["rows"] == "service"
    assert len(data["row_ids"]) == 2
    assert all(cell["findings"] or cell["state"] == "nothing-found" for cell in data["cells"])


def test_structure_has_meaning_and_findings(evidence: Evidence) -> None:
    """Each measure has formula and limits in both languages, and each number the findings behind it."""
    assert all(text.en and text.nb for one in MEASURES.values() for text in (one.title, one.formula, one.limits))
    assert all(bridge.findings for bridge in bridging_determinants(evidence, "study"))
    assert [group[0] for group in barrier_communities(evidence).groups] == [("guidance",)]
    pairs = {(one.facet, one.one, one.other): one.jaccard for one in study_similarity(evidence)}
    assert pairs[("determinant", "alpha", "gamma")] == 1.0
    assert pairs[("determinant", "alpha", "beta")] == 0.5


def test_nothing_is_made_of_nothing() -> None:
    """No studies give empty answers, not faults."""
    empty = corpus()
    assert convergence_matrix(empty, "theme").cells == {}
    assert find_contradictions(empty) == ()
    assert bridging_determinants(empty) == ()
    assert barrier_communities(empty).groups == ()
    assert gap_map(empty).cells == {}
    assert leave_one_out(empty) == ()
    assert voices_of(empty, []).groups == ()


def test_an_unknown_facet_is_named() -> None:
    """A misspelt facet is answered with the right one."""
    assert facet("themes") is FACETS["theme"]
    with pytest.raises(NavkgError, match="did you mean 'determinant'"):
        facet("determinent")


def test_the_synthesis_becomes_quads(content: Content) -> None:
    """What a review finding rests on, what contradicts it and who judged it stand in the graph of the synthesis."""
    lines = {str(quad) for quad in Dataset(content).quads if quad.graph_name.value.endswith("/graph/synthesis")}
    base, term = "https://w3id.org/navkg/id", "https://w3id.org/navkg/ontology#"
    for predicate, target in (("restsOn", "finding/beta/f002"), ("contradictedBy", "finding/gamma/f001"), ("hasTheme", "theme-communication")):
        assert f"<{base}/review/rf-contact> <{term}{predicate}> <{base}/{target}> <{base}/graph/synthesis>" in lines
    assert f"<{base}/cerqual/rf-guidance> <{term}confidence> <{base}/confidence-low> <{base}/graph/synthesis>" in lines
    assert synthesis_quads(Synthesis()).rows == []


# ---- faults in the files, each one line


GOOD = """- id: rf-one
  en: A claim.
  nb: En påstand.
  studies:
    - {study: alpha, relation: agreement, findings: [alpha/f001]}
    - {study: beta, relation: agreement, findings: [beta/f001]}
  themes: [theme-competence]
"""
JUDGED = "  cerqual:\n" + "".join(
    f"    {name}: {{level: minor, explanation: {{en: why, nb: hvorfor}}}}\n"
    for name in ("methodological_limitations", "coherence", "adequacy", "relevance")
)
OVERALL = "    overall: {level: low, explanation: {en: why, nb: hvorfor}, assessor: [nav-team]}\n"
FAULTS = {
    "judgement without level": (GOOD + JUDGED + OVERALL.replace("level: low, ", ""), 13, "the key 'level' is missing"),
    "judgement without explanation": (GOOD + JUDGED + OVERALL.replace("explanation: {en: why, nb: hvorfor}, ", ""), 13, "the key 'explanation' is missing"),
    "judgement without assessor": (GOOD + JUDGED + OVERALL.replace(", assessor: [nav-team]", ""), 13, "the key 'assessor' is missing"),
    "judgement with no assessor": (GOOD + JUDGED + OVERALL.replace("[nav-team]", "[]"), 13, "at least 1 item"),
    "component without level": (GOOD + JUDGED.replace("coherence: {level: minor, ", "coherence: {") + OVERALL, 10, "the key 'level' is missing"),
    "unknown level": (GOOD + JUDGED + OVERALL.replace("level: low", "level: medium"), 13, "write one of 'high', 'moderate', 'low' or 'very-low'"),
    "unknown assessor": (GOOD + JUDGED + OVERALL.replace("nav-team", "nav-taem"), 13, "did you mean 'nav-team'"),
    "unknown relation": (GOOD.replace("beta, relation: agreement", "beta, relation: agree"), 6, "write one of 'agreement', 'partial-agreement'"),
    "unknown study": (GOOD.replace("beta", "betta"), 6, "there is no study 'betta' — did you mean 'beta'?"),
    "unknown finding": (GOOD.replace("beta/f001", "beta/f999"), 6, "names 'beta/f999', which does not exist"),
    "finding of another study": (GOOD.replace("[beta/f001]", "[alpha/f002]"), 6, "'alpha/f002' is no finding of beta"),
    "agreement without findings": (GOOD.replace(", findings: [beta/f001]", ""), 6, "names no findings"),
    "silence with findings": (GOOD.replace("beta, relation: agreement", "beta, relation: silence"), 6, "is said to be silence and names findings"),
    "silence without investigation": (
        GOOD.replace("theme-competence", "theme-privacy").replace("beta, relation: agreement, findings: [beta/f001]", "beta, relation: silence")
        + "  single_study: true\n", 6, "investigated none of its themes",
    ),
    "one study, not flagged": (GOOD.replace("    - {study: beta, relation: agreement, findings: [beta/f001]}\n", ""), 1, "rests on one independent study"),
    "one project, not flagged": (GOOD.replace("beta, relation: agreement, findings: [beta/f001]", "gamma, relation: agreement, findings: [gamma/f002]"), 1,
                                 "rests on one independent study"),
    "two studies, flagged": (GOOD + "  single_study: true\n", 8, "is flagged single-study and rests on 2"),
    "nothing agrees": (GOOD.replace("relation: agreement", "relation: dissonance"), 1, "rests on no finding"),
    "only cited": (GOOD.replace("alpha/f001", "alpha/f003"), 5, "rests for alpha only on what that study cites"),
    "study twice": (GOOD.replace("beta", "alpha"), 6, "names the study 'alpha' twice"),
    "id twice": (GOOD + GOOD, 8, "the id 'rf-one' is used twice"),
    "id without prefix": (GOOD.replace("rf-one", "one"), 1, "id is 'one'"),
    "unknown key": (GOOD + "  confidence: low\n", 8, "unknown key 'confidence'"),
    "unknown theme": (GOOD.replace("theme-competence", "theme-competance"), 7, "did you mean 'theme-competence'"),
}  # fmt: skip


@pytest.fixture
def faulty(project: Path, tmp_path: Path) -> Path:
    shutil.copytree(project, tmp_path / "project", ignore=shutil.ignore_patterns("build"))
    return tmp_path / "project"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_review_finding_is_one_line(name: str, faulty: Path) -> None:
    """File, line, what is wrong and what to write instead."""
    text, line, message = FAULTS[name]
    (faulty / "data" / "synthesis" / "review-findings.yaml").write_text(text, encoding="utf-8")
    _, problems = load_content(find_project(faulty))
    said = [str(one) for one in problems if one.level == "error"]
    assert any(one.startswith(f"data/synthesis/review-findings.yaml:{line}: ") and message in one for one in said), said
    assert all("\n" not in one for one in said)


def test_the_pattern_of_the_faults_is_sound(faulty: Path) -> None:
    """What the faulty files are made from is itself without fault."""
    (faulty / "data" / "synthesis" / "review-findings.yaml").write_text(GOOD + JUDGED + OVERALL, encoding="utf-8")
    made, problems = load_content(find_project(faulty))
    assert problems == []
    assert made.synthesis.review_findings[0].cerqual is not None


def test_faults_in_judgements_and_unknown_files(faulty: Path) -> None:
    """A judgement needs a known study and a reason, a cell is judged once, and a stray file is named."""
    folder = faulty / "data" / "synthesis"
    entry = "- {row: guidance, study: beta, relation: agreement, reason: {en: a, nb: b}, assessor: [nav-team]}\n"
    (folder / "judgements.yaml").write_text(
        entry + entry + entry.replace("beta", "bete") + entry.replace("reason: {en: a, nb: b}, ", ""), encoding="utf-8"
    )
    (folder / "judgments.yaml").write_text("", encoding="utf-8")
    said = "\n".join(str(one) for one in load_content(find_project(faulty))[1])
    assert "data/synthesis/judgements.yaml:2: guidance × beta is judged twice" in said
    assert "data/synthesis/judgements.yaml:3: there is no study 'bete' — did you mean 'beta'?" in said
    assert "data/synthesis/judgements.yaml:4: the key 'reason' is missing" in said
    assert "data/synthesis/judgments.yaml: is no file of a synthesis — did you mean 'judgements.yaml'?" in said


def test_cited_findings_beside_own_ones_are_a_warning(faulty: Path) -> None:
    """They may be named, and are said not to count."""
    text = GOOD.replace("[alpha/f001]", "[alpha/f001, alpha/f003]")
    (faulty / "data" / "synthesis" / "review-findings.yaml").write_text(text, encoding="utf-8")
    made, problems = load_content(find_project(faulty))
    assert [one.level for one in problems] == ["warning"]
    support = support_of(Evidence(made.vocabulary, made.studies, made.synthesis), made.synthesis.review_findings[0])
    assert (support.own, support.aside) == (("alpha/f001", "beta/f001"), ("alpha/f003",))


def test_models_round_trip(content: Content) -> None:
    """A review finding written as JSON and read again is the same."""
    for one in content.synthesis.review_findings:
        assert ReviewFinding.model_validate(one.model_dump(mode="json", exclude_defaults=True)) == one
