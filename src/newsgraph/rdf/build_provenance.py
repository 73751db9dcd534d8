"""Where a graph comes from: what made it, and out of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsgraph.iris import activity_iri
from newsgraph.rdf.terms import TYPE, iri, string
from newsgraph.rdf.times import moment
from newsgraph.version import __version__
from newsgraph.vocab import NG, PROV, RDFS, SOFTWARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Annotations
    from newsgraph.rdf.sheet import Sheet
    from newsgraph.rdf.terms import Term, Triple
    from newsgraph.settings import Settings

_ENTITY: Final = iri(PROV.Entity)
_USED: Final = iri(PROV.used)
_AGENT_CLASSES: Final = (iri(PROV.SoftwareAgent), iri(PROV.Agent))


def making(
    graph: Term,
    activity: Term,
    annotators: Iterable[str],
    settings: Settings,
    *,
    model_digest: str | None = None,
) -> Iterator[Triple]:
    """Yield that an activity made a graph: by which version of newsgraph, with what, when if a time is given.

    `annotators` names what found things; the settings say how much wording there is and which base.
    """
    yield graph, TYPE, _ENTITY
    yield graph, iri(PROV.wasGeneratedBy), activity
    yield activity, TYPE, iri(PROV.Activity)
    for annotator in annotators:
        yield activity, iri(NG.annotator), string(annotator)
    if model_digest is not None:
        yield activity, iri(NG.modelDigest), string(model_digest)
    yield activity, iri(NG.softwareVersion), string(__version__)
    yield activity, iri(NG.textMode), string(settings.text.value)
    yield activity, iri(NG.iriBase), string(settings.base)
    if settings.time is not None:
        yield activity, iri(PROV.endedAtTime), moment(settings.time)
    agent = iri(f"{SOFTWARE}{__version__}")
    yield activity, iri(PROV.wasAssociatedWith), agent
    for kind in _AGENT_CLASSES:
        yield agent, TYPE, kind
    yield agent, iri(RDFS.label), string(f"newsgraph {__version__}")


def file_used(activity: Term, file: Term, digest: str) -> Iterator[Triple]:
    """Yield that an activity read a file, of which nothing is told but the SHA-256 of its bytes."""
    yield activity, _USED, file
    yield file, TYPE, _ENTITY
    yield file, iri(NG.sourceDigest), string(digest)


def add_provenance(sheet: Sheet, annotations: Annotations) -> None:
    """Add what made the article's graph: the activity, what it used, and the program."""
    activity = iri(activity_iri(sheet.iri))
    sheet.triples += making(
        iri(sheet.graph),
        activity,
        [annotations.annotator],
        sheet.settings,
        model_digest=annotations.model_digest,
    )
    sheet.add(activity, _USED, sheet.text_node)
    if sheet.article.source_digest is not None:
        sheet.triples += file_used(activity, iri(f"{sheet.iri}/source"), sheet.article.source_digest)
    if annotations.people_digest is not None:
        sheet.add(activity, iri(NG.peopleDigest), string(annotations.people_digest))
