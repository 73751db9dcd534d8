"""A patch applied to the state before gives the state after, triple for triple, in the same bytes."""

from __future__ import annotations

import re

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgraph.errors import RdfError
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.patch import patch_lines
from newsgraph.rdf.terms import string

Quads = set[tuple[str, ...]]

# The tokens of https://afs.github.io/rdf-patch/, read here by other code than wrote them.
TERM = r'<[^<>"{}|^`\\\x00-\x20]*>|"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?|_:\S+'
ROW = re.compile(rf"(H|TX|TC|PA|PD|A|D)((?: (?:{TERM}|id|prev))*) \.")


def read_patch(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the rows of a patch; fails on a line that is none."""
    rows = []
    for line in text.split("\n")[:-1]:
        found = ROW.fullmatch(line)
        assert found, line
        rows.append((found[1], tuple(re.findall(rf"{TERM}|id|prev", found[2]))))
    return rows


def applied(text: str, quads: Quads) -> Quads:
    """Return what a store holds after a patch: rows one after the other, as the format says."""
    result = set(quads)
    for mark, terms in read_patch(text):
        if mark == "A":
            result.add(terms)
        elif mark == "D":
            result.discard(terms)
    return result


def quads_of(graphs: dict[str, ArticleGraph]) -> Quads:
    return {
        (*triple, f"<{name}>") if name else triple
        for name, found in graphs.items()
        for triple in found.triples
    }


def patch(before: dict[str, ArticleGraph], after: dict[str, ArticleGraph]) -> str:
    names = sorted({*before, *after})
    changes = ((name, before.get(name), after.get(name)) for name in names)
    return "".join(patch_lines((repr(sorted(before)), repr(sorted(after))), changes))


NODES = st.sampled_from(["<https://a.example/a>", "<https://a.example/b>", "<https://a.example/ü>"])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = (
    NODES
    | TEXTS.map(string)
    | st.sampled_from(['"x"@de', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', '" . "', r'"\" <a> ."'])
)
NAMES = st.sampled_from(["", "https://a.example/g", "https://a.example/h"])
STATES = st.dictionaries(NAMES, st.lists(st.tuples(NODES, NODES, VALUES), min_size=1, max_size=6)).map(
    lambda state: {name: graph_of("", name, triples) for name, triples in state.items()}
)


@settings(deadline=None)
@given(before=STATES, after=STATES)
def test_applied_to_a_it_gives_b(before: dict[str, ArticleGraph], after: dict[str, ArticleGraph]) -> None:
    text = patch(before, after)
    assert applied(text, quads_of(before)) == quads_of(after)
    assert applied(text, quads_of(after)) == quads_of(after)  # twice is once
    assert patch(before, after) == text


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib warns of itself
@settings(deadline=None, max_examples=30)
@given(state=STATES)
@example({"": graph_of("", "", [("<https://a.example/a>", "<https://a.example/a>", '"\x85\u2028"')])})
def test_the_terms_are_those_of_n_quads_to_another_reader(state: dict[str, ArticleGraph]) -> None:
    rows = [line[2:] for line in patch({}, state).split("\n") if line.startswith("A ")]
    dataset = rdflib.Dataset().parse(data="\n".join(rows), format="nquads")
    assert len(set(dataset.quads())) == len(rows) == len(quads_of(state))


def test_it_deletes_only_what_is_there_and_adds_only_what_is_not() -> None:
    one, two, three = (("<a:s>", "<a:p>", f'"{n}"') for n in "123")
    before, after = graph_of("", "a:g", [one, two]), graph_of("", "a:g", [two, three])
    text = patch({"a:g": before}, {"a:g": after})
    assert [row for row in read_patch(text) if row[0] in "AD"] == [
        ("D", (*one, "<a:g>")),
        ("A", (*three, "<a:g>")),
    ]


def test_patches_of_one_state_after_the_other_are_a_log() -> None:
    first = read_patch("".join(patch_lines(("monday", "tuesday"), ())))
    second = read_patch("".join(patch_lines(("tuesday", "wednesday"), ())))
    assert [mark for mark, _ in first] == ["H", "H", "TX", "TC"]
    assert first[0][1][0] == "id"
    assert second[1][1] == ("prev", first[0][1][1])


@pytest.mark.parametrize("triple", [("_:b", "<a:p>", '"1"'), ("<a:s>", "<a:p>", "_:b")])
def test_a_blank_node_is_refused(triple: tuple[str, str, str]) -> None:
    with pytest.raises(RdfError, match="blank node"):
        patch({}, {"a:g": graph_of("", "a:g", [triple])})
