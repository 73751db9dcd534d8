"""With `--text none` no text of the article is in its graph, nor in what is made from such graphs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsgraph
from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.iris import slug
from newsgraph.model import (
    Annotations,
    AnonymousAgent,
    Article,
    Medium,
    Mention,
    MentionKind,
    Organisation,
    Person,
    Proposal,
    Span,
    Statement,
    StatementType,
)
from newsgraph.pipeline.link import LinkPlan, link_files
from newsgraph.rdf import build_graph
from newsgraph.rdf.build_agents import designation
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.terms import iri_value, is_iri, literal_parts
from newsgraph.readers import find_files, read_many
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Body, Place
    from newsgraph.rdf import ArticleGraph

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds"
PRESS = ROOT / "tests" / "unit" / "linking" / "press" / "01-talsperre"
CORPUS = ROOT.parent / "shared" / "articles" / "corpus"
NONE = Settings(base="https://data.example/", text=TextMode.NONE)
RUN = 3
"""So many words in a row are text; fewer are bound to meet by chance ("in the")."""


def runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of words of a text, as IRIs write them too."""
    words = [slug(word) for word in re.findall(r"\w+", text)]
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def values(graph: ArticleGraph) -> set[str]:
    terms = {term for triple in graph.triples for term in triple}
    return {iri_value(term) if is_iri(term) else literal_parts(term)[0] for term in terms}


def names(notes: Annotations) -> Iterator[str]:
    """Yield what the graph may say in the words of the text: names, titles, what stands around the text."""
    article = notes.article
    yield from (article.headline, article.source or "", article.credit or "", *article.authors)
    yield from (article.url or "", *(link.url for link in article.links))
    named_ones: list[Person | Body | Place] = [*notes.persons, *notes.organisations]
    named_ones += [*notes.countries, *notes.places]
    for named in named_ones:
        yield from (named.name, *named.alternate_names)
    for person in notes.persons:
        yield from (*person.roles, *(body.name for body in person.affiliations))


def text_in(notes: Annotations, graph: ArticleGraph) -> set[str]:
    """Return the literals and IRIs of a graph that hold a run of words of the article's body."""
    told = runs(notes.article.body) - set().union(*map(runs, names(notes)))
    return {value for value in values(graph) if runs(value) & told}


@pytest.fixture(name="seeds", scope="module")
def annotated_seeds() -> tuple[Annotations, ...]:
    return tuple(annotated(SEEDS))


def annotated(folder: Path) -> Iterator[Annotations]:
    finder = load_finder("rules")
    for article in read_many(find_files([folder]).files):
        assert isinstance(article, Article), article
        yield annotate_article(article, finder)


def test_no_text_of_the_samples_is_in_their_graphs(seeds: tuple[Annotations, ...]) -> None:
    assert seeds
    for notes in seeds:
        assert text_in(notes, build_graph(notes)), "the test would not see what it is to see"
        assert text_in(notes, build_graph(notes, NONE)) == set()


def test_no_text_of_the_corpus_is_in_its_graphs() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus (../shared/articles/corpus) is not on this machine")
    files = find_files([CORPUS]).files[::12]
    assert len(files) > 20
    for article in read_many(files):
        assert isinstance(article, Article)
        notes = annotate_article(article, load_finder("rules"))
        assert text_in(notes, build_graph(notes, NONE)) == set()


def test_who_has_no_name_is_told_by_one_word() -> None:
    text = (
        "„Es reicht“, sagte eine Frau, die vierzig Jahre lang jede Ebbe ins Buch eingetragen hat, am Montag."
    )
    notes = newsgraph.annotate(text, model="rules")
    (agent,) = notes.anonymous
    assert len(agent.name.split()) > 1
    graph = build_graph(notes, NONE)
    assert f"{graph.article}/agent/frau" in values(graph)
    assert "Frau" in values(graph)
    assert not [value for value in values(graph) if "vierzig" in value or "vierzig" in slug(value)]


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("Sprecherin des Auswärtigen Amts", "Sprecherin"),
        ("ranghoher EU-Beamter", "EU-Beamter"),
        ("jemand", "jemand"),
        ("Ein Sprecher der Werft", "Sprecher"),
        ("…", "…"),
    ],
)
def test_the_first_noun_says_what_somebody_is(phrase: str, word: str) -> None:
    assert designation(phrase) == word


def test_two_without_a_name_stay_two_where_their_words_are_left_out() -> None:
    text = "Streit. Ein Sprecher der Stadt klagt. Ein Sprecher der Werft klagt. Ein Sprecher der Stadt geht."
    found = [
        AnonymousAgent(words, (Mention((Span(start, start + len(words)),), words, MentionKind.ROLE),))
        for words, start in (
            ("Sprecher der Stadt", 12),
            ("Sprecher der Werft", 42),
            ("Sprecher der Stadt", 73),
        )
    ]
    notes = Annotations(Article("0" * 16, text, "0" * 64), anonymous=tuple(found))
    for settings_, slugs in (
        (NONE, {"sprecher", "sprecher-2"}),
        (replace(NONE, text=TextMode.QUOTES), {"sprecher-der-stadt", "sprecher-der-werft"}),
    ):
        nodes = {s for s, _, o in build_graph(notes, settings_).triples if o == f"<{NG.AnonymousAgent}>"}
        assert {node.rpartition("/")[2][:-1] for node in nodes} == slugs


WORDS = st.lists(st.text("qwx", min_size=5, max_size=9), min_size=12, max_size=40, unique=True)


@st.composite
def secret(draw: st.DrawFn) -> Annotations:
    """Annotations of a text whose words are nowhere else, with spans anywhere."""
    words = [f"Zz{word}" for word in draw(WORDS)]
    text = "Titel\n\n" + " ".join(words)
    cuts = [match.span() for match in re.finditer(r"Zz\w+", text)]

    def spans() -> tuple[Span, ...]:
        first = draw(st.integers(0, len(cuts) - 2))
        last = draw(st.integers(first, len(cuts) - 1))
        return (Span(cuts[first][0], cuts[last][1]),)

    def mention(kind: MentionKind) -> Mention:
        where = spans()
        return Mention(where, where[0].of(text), kind)

    body = Organisation("Werft", (mention(MentionKind.FULL_NAME),))
    person = Person(
        "Ada Muster", (mention(MentionKind.PRONOUN),), roles=("Ministerin",), affiliations=(body,)
    )
    unnamed = AnonymousAgent(f"Gast, {spans()[0].of(text)}", (mention(MentionKind.ROLE),), (body,))
    statements = tuple(
        Statement(
            spans(),
            kind,
            frozenset({Medium.SPEECH}),
            (speaker,),
            spans(),
            spans(),
            spans(),
            spans(),
            (unnamed,),
        )
        for kind in StatementType
        for speaker in (person, unnamed)
    )
    proposals = (Proposal(spans(), proposers=(unnamed,), opponents=(person,), repetitions=(spans(),)),)
    article = Article(
        "0" * 16,
        text,
        "0" * 64,
        headline="Titel",
        subheadings=spans(),
        paragraphs=spans(),
        dateline=spans()[0],
    )
    return Annotations(article, (person,), (body,), (), (), (unnamed,), statements, proposals)


@given(secret())
@settings(max_examples=25, deadline=None)
def test_not_one_word_of_the_text_gets_out(notes: Annotations) -> None:
    for form in ("turtle", "jsonld"):
        assert b"zz" in serialise([build_graph(notes)], form).lower()
        assert b"zz" not in serialise([build_graph(notes, NONE)], form).lower()


def written(graphs: Iterable[ArticleGraph], file: Path) -> str:
    file.write_bytes(serialise(graphs, "trig"))
    return str(file)


def test_links_between_graphs_without_text_tell_none_either(tmp_path: Path) -> None:
    notes = list(annotated(PRESS))
    told = {}
    for text in (TextMode.QUOTES, TextMode.NONE):
        graphs = [build_graph(note, replace(NONE, text=text)) for note in notes]
        plan = LinkPlan(
            (written(graphs, tmp_path / "graphs.trig"),), str(tmp_path / "links.trig"), source=PRESS
        )
        told[text] = link_files(plan, lambda _done, _total: None).graph
    wording = {f"<{NG.omitted}>", f"<{NG.added}>"}
    assert wording & {p for _, p, _ in told[TextMode.QUOTES].triples}
    links = told[TextMode.NONE]
    assert f"<{NG.nearDuplicateOf}>" in {p for _, p, _ in links.triples}
    assert not wording & {p for _, p, _ in links.triples}
    for note in notes:
        assert text_in(note, links) == set()


def test_what_is_left_is_what_was_promised(seeds: tuple[Annotations, ...]) -> None:
    for notes in seeds:
        kept = {p for _, p, _ in build_graph(notes, NONE).triples}
        assert f"<{SCHEMA.headline}>" in kept
        left_out = (SCHEMA.text, SCHEMA.articleBody, SCHEMA.dateline, NG.surface, NG.cue, NG.frame)
        assert not kept & {f"<{term}>" for term in (*left_out, NG.speakerMention, NG.subheading)}
