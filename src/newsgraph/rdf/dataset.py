"""The description of a whole dataset, in a graph of its own: VoID, DCAT and PROV.

Sources: https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/prov-o/.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsgraph.iris import activity_iri, encode_iri, graph_iri, organisation_iri, slug
from newsgraph.rdf.build_provenance import making
from newsgraph.rdf.formats import Format
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.terms import TYPE, integer, iri, string, typed
from newsgraph.rdf.times import moment
from newsgraph.settings import is_absolute_iri
from newsgraph.version import __version__
from newsgraph.vocab import DCAT, DCTERMS, NG, PREFIXES, PROV, RDF, RDFS, SCHEMA, VOID, XSD, prefixed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.rdf.dataset_counts import DatasetCounts
    from newsgraph.rdf.formats import Encoding
    from newsgraph.rdf.terms import Term, Triple
    from newsgraph.settings import Settings

TITLES: Final = {"en": "News articles as linked data", "de": "Nachrichtenartikel als Linked Data"}
"""What a dataset is called where nobody gives it a title."""

_KEYWORDS: Final = {
    "en": ("news", "persons", "proposals", "quotations", "statements"),
    "de": ("Aussagen", "Nachrichten", "Personen", "Vorschläge", "Zitate"),
}
_FORMATS: Final = {
    Format.TURTLE: "Turtle",
    Format.TRIG: "TriG",
    Format.NTRIPLES: "N-Triples",
    Format.NQUADS: "N-Quads",
    Format.JSONLD: "JSON-LD",
    Format.RDFXML: "RDF_XML",
}
_FORMAT_SPACE: Final = "http://www.w3.org/ns/formats/"
_MEDIA_SPACE: Final = "https://www.iana.org/assignments/media-types/"
_LANGUAGE_SPACE: Final = "http://id.loc.gov/vocabulary/iso639-1/"
_TWO_LETTERS: Final = 2
_GROUND: Final = frozenset(map(str, (RDF, RDFS, XSD)))
"""The vocabularies that RDF itself is made of, which no description names."""


@dataclass(frozen=True, slots=True)
class Output:
    """In what form the dataset was written: a format, and the size in bytes where it is one file."""

    encoding: Encoding
    size: int | None = None


def dataset_iri(base: str) -> str:
    """Return the IRI of the dataset with this base of data IRIs."""
    return f"{base}dataset"


def build_dataset(
    counts: DatasetCounts, settings: Settings, *, title: str | None = None, output: Output | None = None
) -> ArticleGraph:
    """Return the graph that describes the dataset.

    Licence and rights holder are those of the data, and none is claimed that the settings do not give; nor is
    a time. All else depends on the graphs alone, so the same graphs give the same description. `output` is
    how they were written, None for a store.
    """
    about = dataset_iri(settings.base)
    node = iri(about)
    triples = [
        *_described(node, counts, title),
        *_rights(node, settings),
        *_counted(node, counts, settings),
        *_partitions(about, counts),
        *_made(node, counts, settings),
    ]
    if output is not None:
        triples += _distribution(about, output, settings)
    return graph_of(about, graph_iri(about), triples)


def _described(node: Term, counts: DatasetCounts, title: str | None) -> Iterator[Triple]:
    for cls in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        yield node, TYPE, iri(cls)
    titles = [tagged(text, tag) for tag, text in TITLES.items()] if title is None else [string(title)]
    for text in titles:
        yield node, iri(DCTERMS["title"]), text
    for tag, text in _description(counts).items():
        yield node, iri(DCTERMS.description), tagged(text, tag)
    for tag, words in _KEYWORDS.items():
        for word in words:
            yield node, iri(DCAT.keyword), tagged(word, tag)
    for language in counts.values(SCHEMA.inLanguage):
        if len(language) == _TWO_LETTERS:
            yield node, iri(DCTERMS.language), iri(_LANGUAGE_SPACE + language)
    if counts.first_day is not None and counts.last_day is not None:
        period = iri(f"{node[1:-1]}/period")
        yield node, iri(DCTERMS.temporal), period
        yield period, TYPE, iri(DCTERMS.PeriodOfTime)
        yield period, iri(DCAT.startDate), typed(counts.first_day, XSD.date)
        yield period, iri(DCAT.endDate), typed(counts.last_day, XSD.date)


def _description(counts: DatasetCounts) -> dict[str, str]:
    number = counts.classes[SCHEMA.NewsArticle]
    made = f"newsgraph {__version__} ({', '.join(counts.values(NG.annotator)) or '–'})"
    return {
        "en": f"Who and what is named in {number} German news article{'' if number == 1 else 's'}, "
        f"who says what there and who proposes what, each with its place in the text; made by {made}.",
        "de": f"Wer und was in {number} deutschen Nachrichtenartikel{'' if number == 1 else 'n'} vorkommt, "
        f"wer dort was sagt und wer was vorschlägt, jeweils mit der Stelle im Text; erzeugt von {made}.",
    }


def _rights(node: Term, settings: Settings) -> Iterator[Triple]:
    """Yield licence and rights holder of the data; who holds them is who publishes them."""
    if settings.data_licence is not None:
        yield node, iri(DCTERMS.license), iri(encode_iri(settings.data_licence))
    holder = settings.data_rights_holder
    if holder is not None:
        is_iri = is_absolute_iri(holder)
        agent = iri(encode_iri(holder) if is_iri else organisation_iri(settings.base, holder))
        yield node, iri(DCTERMS.rightsHolder), agent
        yield node, iri(DCTERMS.publisher), agent
        if not is_iri:
            yield agent, TYPE, iri(SCHEMA.Organization)
            yield agent, iri(SCHEMA.name), string(holder)


def _counted(node: Term, counts: DatasetCounts, settings: Settings) -> Iterator[Triple]:
    classes = counts.classes
    yield node, iri(VOID.uriSpace), string(settings.base)
    yield node, iri(VOID.triples), integer(counts.triples)
    yield node, iri(VOID.entities), integer(counts.distinct_subjects)
    yield node, iri(VOID.distinctSubjects), integer(counts.distinct_subjects)
    yield node, iri(VOID.distinctObjects), integer(counts.distinct_objects)
    yield node, iri(VOID["properties"]), integer(len(counts.properties))
    yield node, iri(VOID.classes), integer(len(classes))
    used = {*counts.properties, *classes}
    for space in sorted(set(PREFIXES.values()) - _GROUND):
        if any(term.startswith(space) for term in used):
            yield node, iri(VOID.vocabulary), iri(space)
    if counts.example is not None:
        yield node, iri(VOID.exampleResource), iri(counts.example)


def _partitions(about: str, counts: DatasetCounts) -> Iterator[Triple]:
    node = iri(about)
    for cls, number in sorted(counts.classes.items()):
        part = iri(f"{about}/class/{_local(cls)}")
        yield node, iri(VOID.classPartition), part
        yield part, TYPE, iri(VOID.Dataset)
        yield part, iri(VOID["class"]), iri(cls)
        yield part, iri(VOID.entities), integer(number)
    for prop, number in sorted(counts.properties.items()):
        part = iri(f"{about}/property/{_local(prop)}")
        yield node, iri(VOID.propertyPartition), part
        yield part, TYPE, iri(VOID.Dataset)
        yield part, iri(VOID["property"]), iri(prop)
        yield part, iri(VOID.triples), integer(number)


def _local(term: str) -> str:
    """Return a term as a piece of an IRI: `schema-Person`; two vocabularies may have one word each."""
    return prefixed(term, "-") or slug(term)


def _made(node: Term, counts: DatasetCounts, settings: Settings) -> Iterator[Triple]:
    """Yield what made the description and the dataset, and the graphs that it consists of."""
    about = node[1:-1]
    activity = iri(activity_iri(about))
    digests = counts.values(NG.modelDigest)
    yield from making(
        iri(graph_iri(about)),
        activity,
        counts.values(NG.annotator),
        settings,
        model_digest=digests[0] if len(digests) == 1 else None,
    )
    yield node, iri(PROV.wasGeneratedBy), activity
    if settings.time is not None:
        yield node, iri(DCTERMS.modified), moment(settings.time)
    for graph, digest in counts.parts.items():
        part = iri(graph)
        yield node, iri(DCTERMS.hasPart), part
        yield part, TYPE, iri(PROV.Entity)
        yield part, iri(NG.graphDigest), string(digest)


def _distribution(about: str, output: Output, settings: Settings) -> Iterator[Triple]:
    node, part = iri(about), iri(f"{about}/distribution")
    form = output.encoding.format
    yield node, iri(VOID.feature), iri(_FORMAT_SPACE + _FORMATS[form])
    yield node, iri(DCAT.distribution), part
    yield part, TYPE, iri(DCAT.Distribution)
    yield part, iri(DCAT.mediaType), iri(_MEDIA_SPACE + form.media_type)
    if output.encoding.gzip:
        yield part, iri(DCAT.compressFormat), iri(f"{_MEDIA_SPACE}application/gzip")
    if output.size is not None:
        yield part, iri(DCAT.byteSize), integer(output.size)
    if settings.data_licence is not None:
        yield part, iri(DCTERMS.license), iri(encode_iri(settings.data_licence))


def tagged(value: str, language: str) -> Term:
    """Return a literal in a language.

    >>> tagged("Zitate", "de")
    '"Zitate"@de'
    """
    return f"{string(value)}@{language}"
