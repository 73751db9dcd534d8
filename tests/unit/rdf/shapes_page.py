"""The reference of the shapes, with an example of what keeps and of what breaks each: docs/shapes.md.

python -m tests.unit.rdf.shapes_page > docs/shapes.md
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, Graph, URIRef

from newsgraph.rdf.shape_choice import ShapeChoice
from newsgraph.rdf.shapes import Profile, choose_message, load_shapes
from newsgraph.resources import shapes_dir
from newsgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import Rule

HERE = Path(__file__).parent
SHAPES = "https://w3id.org/newsgraph/shapes#"
CASES = ("test_shapes_cases.tsv", "test_shapes_cases_search.tsv")
HEAD = """# The shapes, one by one

<!-- Generated: python -m tests.unit.rdf.shapes_page > docs/shapes.md -->

What `newsgraph validate` checks, file by file: each rule with its severity, its message in English and
German, and an example that keeps it beside one that breaks it. The examples are pieces of
[one small article](../tests/unit/rdf/test_shapes_valid.ttl) that conforms to all shapes; the tests put each
invalid piece (there are more than are shown here) in the place of the valid one and compare what two engines
find. How to choose shapes and profiles, and to add your own: [shapes/README.md](../shapes/README.md).
"""


class Example(NamedTuple):
    """A piece of an article that conforms, what takes its place, and the shapes that then report."""

    shapes: frozenset[str]
    valid: str
    invalid: str


def examples() -> list[Example]:
    """Return all invalid examples of the tests."""
    lines = [x for name in CASES for x in (HERE / name).read_text(encoding="utf-8").splitlines()[1:]]
    rows = [line.replace("⏎", "\n").split("\t") for line in lines]
    return [
        Example(frozenset(name.partition("/")[0] for name in names.strip("-").split()), old, new)
        for names, old, new, _ in rows
    ]


def page() -> str:
    """Return the page."""
    return HEAD + "".join(_sections())


def _sections() -> Iterator[str]:
    shapes = [load_shapes(profile=profile) for profile in Profile]
    shapes.append(load_shapes(ShapeChoice(profiles=("search",))))
    rules = {rule.shape: rule for part in shapes for rule in part.rules}
    known = examples()
    folder = shapes_dir()
    for path in (*sorted(folder.glob("*.ttl")), *sorted(folder.glob("profile-[ns]*/*.ttl"))):
        graph = Graph().parse(path)
        own = [rules[name] for name in sorted(map(str, set(graph.subjects()))) if name in rules]
        title = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        yield f"\n## {path.relative_to(folder).as_posix()}\n\n{title}\n"
        for rule in own:
            yield _entry(rule, graph, known)


def _entry(rule: Rule, graph: Graph, known: list[Example]) -> str:
    name = rule.shape.removeprefix(SHAPES)
    messages = list(graph.objects(URIRef(rule.shape), SH.message))
    example = min((e for e in known if name in e.shapes), key=lambda e: len(e.shapes))
    path = f", `{_short(rule.path)}`" if rule.path and len(rule.path) < 200 else ""
    english, german = choose_message(messages), choose_message(messages, "de")
    return (
        f"\n### {name}\n\n{rule.severity}{path}. {english}  \n*{german}*\n"
        f"\n```turtle\n# valid\n{_piece(example.valid)}\n# invalid\n{_piece(example.invalid)}\n```\n"
    )


def _piece(text: str) -> str:
    # Lines as they stand, but neither the breaks around the piece nor an indent that all of it has.
    lines = [line.strip() for line in text.replace("§", "article/1111222233334444").strip("\n").split("\n")]
    return "\n".join(lines) if any(lines) else "# (nothing)"


def _short(path: str) -> str:
    for prefix, namespace in PREFIXES.items():
        path = path.replace(namespace, f"{prefix}:")
    return path.replace("<", "").replace(">", "")


if __name__ == "__main__":
    sys.stdout.write(page())
