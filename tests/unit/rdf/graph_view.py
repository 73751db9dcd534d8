"""A graph of annotations that tests ask for values by short names."""

from __future__ import annotations

from newsgraph.iris import hash_of
from newsgraph.model import Annotations, Article
from newsgraph.rdf import ArticleGraph, build_graph
from newsgraph.settings import Settings
from newsgraph.vocab import PREFIXES, RDF

BASE = "https://data.example/"


SETTINGS = Settings(base=BASE)


class View:
    """Asks a graph for values by short names."""

    def __init__(self, graph: ArticleGraph) -> None:
        self.graph = graph
        self.article = graph.article

    def values(self, subject: str, predicate: str) -> list[str]:
        pair = (f"<{subject}>", f"<{predicate}>")
        return [short(o) for s, p, o in self.graph.triples if (s, p) == pair]

    def one(self, subject: str, predicate: str) -> str:
        (value,) = self.values(subject, predicate)
        return value

    def all_of(self, cls: str) -> list[str]:
        return [s[1:-1] for s, p, o in self.graph.triples if p == f"<{RDF.type}>" and o == f"<{cls}>"]


def short(term: str) -> str:
    """Strip brackets and quotation marks, and write vocabulary IRIs with their prefix."""
    if term.startswith('"'):
        return term[1 : term.rindex('"')]
    for prefix, namespace in PREFIXES.items():
        if term.startswith(f"<{namespace}"):
            return f"{prefix}:{term[len(namespace) + 1 : -1]}"
    return term[1:-1]


def view(annotations: Annotations, settings: Settings = SETTINGS) -> View:
    return View(build_graph(annotations, settings))


def article_of(text: str, **fields: object) -> Article:
    return Article(id=hash_of(text), text=text, digest="d", **fields)  # type: ignore[arg-type]  # fields of Article
