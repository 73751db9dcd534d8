"""The article itself: its header, its text, its graph and the activity that made the graph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from newsgraph.characters import veil
from newsgraph.iris import encode_iri
from newsgraph.lexicon.known import load_known
from newsgraph.model import Person
from newsgraph.rdf.build_provenance import add_provenance
from newsgraph.rdf.sheet import A, Sheet
from newsgraph.rdf.terms import integer, iri, string
from newsgraph.rdf.times import moment
from newsgraph.settings import TextMode, is_absolute_iri
from newsgraph.vocab import DCTERMS, NG, PROV, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import Annotations, Body, Place
    from newsgraph.rdf.build_agents import Agents

_ARTICLE_CLASSES = (iri(SCHEMA.NewsArticle), iri(SCHEMA.Article), iri(SCHEMA.CreativeWork))
_TEXT_CLASSES = (iri(SCHEMA.TextObject), iri(SCHEMA.MediaObject), iri(SCHEMA.CreativeWork))
_PAGE_CLASSES = (iri(SCHEMA.WebPage), iri(SCHEMA.CreativeWork))
_ABSOLUTE = re.compile(r"(?:https?|ftp)://[^/?#\s]|(?:mailto|tel|urn):\S", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[-‑–.'’]\w+)*")


def add_article(sheet: Sheet, annotations: Annotations, agents: Agents) -> None:
    """Add the article node, its text node, whose article and graph are, and where the graph comes from."""
    _add_header(sheet)
    _add_wording(sheet)
    _add_sources(sheet, agents)
    _add_links(sheet)
    sheet.add_all(sheet.node, iri(SCHEMA.mentions), agents.nodes(_spoken_of(annotations)))
    _add_text_node(sheet)
    _add_rights(sheet, agents)
    add_provenance(sheet, annotations)


def _spoken_of(annotations: Annotations) -> Iterator[Person | Body | Place]:
    """Yield whom and what the text speaks of: not the agency that only the dateline "Genf (AFP) –" names."""
    dateline = annotations.article.dateline
    yield from annotations.persons
    for body in annotations.organisations:
        spans = [span for mention in body.mentions for span in mention.spans]
        if dateline is None or not spans or not all(map(dateline.overlaps, spans)):
            yield body
    yield from annotations.countries
    yield from annotations.places


def _add_header(sheet: Sheet) -> None:
    article, node = sheet.article, sheet.node
    sheet.add_all(node, A, _ARTICLE_CLASSES)
    if article.headline:
        sheet.add(node, iri(SCHEMA.headline), string(article.headline))
    if article.published is not None:
        sheet.add(node, iri(SCHEMA.datePublished), moment(article.published))
    if article.url:
        sheet.add(node, iri(SCHEMA.url), address(article.url))
    sheet.add(node, iri(SCHEMA.inLanguage), string(article.language))
    sheet.add(node, iri(SCHEMA.wordCount), integer(len(_WORD.findall(veil(article.body)[0]))))
    if article.credit:
        sheet.add(node, iri(SCHEMA.creditText), string(article.credit))
    sheet.add_all(node, iri(NG.editorInitials), [string(initials) for initials in article.editors])


def _add_wording(sheet: Sheet) -> None:
    article, node = sheet.article, sheet.node
    if sheet.words:
        if article.dateline:
            sheet.add(node, iri(SCHEMA.dateline), string(article.dateline.of(article.text).rstrip(" –—-")))
        headings = [string(span.of(article.text)) for span in article.subheadings]
        sheet.add_all(node, iri(NG.subheading), headings)
    if sheet.settings.text is TextMode.FULL:
        sheet.add(node, iri(SCHEMA.articleBody), string(article.body))


def _add_sources(sheet: Sheet, agents: Agents) -> None:
    article, node = sheet.article, sheet.node
    if article.source:
        sheet.add(node, iri(SCHEMA.publisher), agents.organisation(article.source))
    sheet.add_all(node, iri(SCHEMA.sourceOrganization), [_agency(sheet, agents, a) for a in article.agencies])
    authors = [Person(name, local=len(name.split()) < 2) for name in article.authors]
    sheet.add_all(node, iri(SCHEMA.author), agents.nodes(authors))


def _add_rights(sheet: Sheet, agents: Agents) -> None:
    """Add licence and rights holder of the article, and those of the data: nothing that was not told."""
    settings, graph = sheet.settings, iri(sheet.graph)
    if settings.licence is not None:
        sheet.add(sheet.node, iri(SCHEMA.license), iri(encode_iri(settings.licence)))
    if settings.rights_holder is not None:
        sheet.add(sheet.node, iri(SCHEMA.copyrightHolder), _holder(settings.rights_holder, agents))
    if settings.data_licence is not None:
        sheet.add(graph, iri(DCTERMS.license), iri(encode_iri(settings.data_licence)))
    if settings.data_rights_holder is not None:
        sheet.add(graph, iri(DCTERMS.rightsHolder), _holder(settings.data_rights_holder, agents))


def _holder(holder: str, agents: Agents) -> str:
    """Return the term of a rights holder: the IRI as it is, of which nothing more is known, or a body."""
    return iri(encode_iri(holder)) if is_absolute_iri(holder) else agents.organisation(holder)


def _agency(sheet: Sheet, agents: Agents, name: str) -> str:
    """Return the term of a news agency, with the IRI that it is known by, if it is."""
    node = agents.organisation(name)
    known = agency_iri(sheet, name)
    if known is not None:
        sheet.add(node, iri(SCHEMA.sameAs), iri(encode_iri(known)))
    return node


def agency_iri(sheet: Sheet, name: str) -> str | None:
    """Return the IRI that a news agency is known by."""
    body = load_known(sheet.settings.people).body(name)
    return body.iri if body is not None and (body.own or body.kind == "agency") else None


def _add_links(sheet: Sheet) -> None:
    for link in sheet.article.links:
        page = address(link.url)
        sheet.add(sheet.node, iri(SCHEMA.citation), page)
        if page.startswith("<"):
            sheet.add_all(page, A, _PAGE_CLASSES)


def _add_text_node(sheet: Sheet) -> None:
    sheet.add_all(sheet.text_node, A, _TEXT_CLASSES)
    sheet.add(sheet.text_node, iri(NG.textDigest), string(sheet.article.digest))
    sheet.add(sheet.text_node, iri(NG.textLength), integer(len(sheet.text)))
    sheet.add(sheet.text_node, iri(PROV.wasDerivedFrom), sheet.node)


def address(url: str) -> str:
    """Return a URL as an IRI; what is no absolute URL stays a literal, for the shapes to report.

    >>> address("https://a.example/x y"), address("siehe oben")
    ('<https://a.example/x%20y>', '"siehe oben"')
    """
    encoded = encode_iri(url)
    return iri(encoded) if _ABSOLUTE.match(encoded) and _is_iri(encoded) else string(url)


def _is_iri(value: str) -> bool:
    try:
        NamedNode(value)
    except ValueError:
        return False
    return True
