"""From annotations to the article's graph: every term and IRI as the graph's reference says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.errors import RdfError
from newsgraph.rdf.build_agents import add_agents
from newsgraph.rdf.build_article import add_article
from newsgraph.rdf.build_links import add_links
from newsgraph.rdf.build_speech import add_proposals, add_statements
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.sheet import Sheet
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from newsgraph.model import Annotations


def build_graph(annotations: Annotations, settings: Settings | None = None) -> ArticleGraph:
    """Return the graph of one annotated article.

    `settings` give the base of all IRIs, how much of the wording goes in, and a time if there is to be one.
    Raises `RdfError` where the text holds what no
    RDF can carry (half a surrogate pair), naming the article.
    """
    article = annotations.article
    sheet = Sheet(article, settings or Settings())
    try:
        agents = add_agents(sheet, annotations)
        add_article(sheet, annotations, agents)
        statements = add_statements(sheet, annotations, agents)
        add_proposals(sheet, annotations, agents, statements)
        add_links(sheet, annotations, agents)
    except ValueError as error:
        where = article.origin or article.url or sheet.iri
        mend = "save the article as UTF-8 again"
        raise RdfError(f"the graph cannot be built: {error}", where=where, mend=mend) from error
    return graph_of(sheet.iri, sheet.graph, sheet.triples, article.origin)
