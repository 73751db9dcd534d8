"""newsgraph turns German news articles into linked data: who is in them, who said what, who proposes what.

    >>> import newsgraph
    >>> notes = newsgraph.annotate("„Wir bleiben“, sagte Erika Muster am Montag.")
    >>> [(s.text(notes.article.text), s.speakers[0].name) for s in notes.statements]
    [('Wir bleiben', 'Erika Muster')]

Four functions are the whole interface: `read` → `annotate` → `build` → `validate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from newsgraph.model import Annotations, Article, Report
    from newsgraph.rdf import ArticleGraph
    from newsgraph.settings import Settings

__all__ = ["__version__", "annotate", "build", "read", "validate"]


def read(path: str | PathLike[str]) -> Iterator[Article]:
    """Yield the articles of a file, or of all `*.txt` below a folder, in the order of their paths.

    Raises `newsgraph.errors.ReadError` for a file that cannot be read as an article.
    """
    from newsgraph.readers import read as read_path

    return read_path(path)


def annotate(
    article: Article | str, *, model: str | None = None, people: str | PathLike[str] | None = None
) -> Annotations:
    """Return what is found in an article, or in a bare text (which stays as it is; offsets count in it).

    `model` is the folder of another model than the one that ships with newsgraph, or "rules" for the rules
    alone; `people` a table of your own of people and bodies with their IRIs. Raises
    `newsgraph.errors.AnnotateError` for a model that cannot be loaded, `newsgraph.errors.UsageError` for
    a table that cannot be opened, `newsgraph.errors.TableError` for one that holds what it must not.
    """
    from newsgraph.annotation.annotator import annotate_article
    from newsgraph.annotation.finders import load_finder
    from newsgraph.lexicon.known import load_known
    from newsgraph.readers import article_from_text

    given = article_from_text(article) if isinstance(article, str) else article
    return annotate_article(given, load_finder(model), load_known(people))


def build(annotations: Annotations, settings: Settings | None = None) -> ArticleGraph:
    """Return the RDF graph of an annotated article; `settings` give base IRI and amount of text."""
    from newsgraph.rdf import build_graph
    from newsgraph.settings import Settings

    return build_graph(annotations, settings or Settings())


def validate(graphs: Iterable[ArticleGraph]) -> Report:
    """Check graphs against the shipped SHACL shapes; non-conformance is in the report, never an exception."""
    from newsgraph.rdf import validate_graphs

    return validate_graphs(graphs)
