"""JSON-LD with an inline context: short keys, nothing to fetch, one node after the other."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from newsgraph.errors import RdfError
from newsgraph.rdf.order import ordered_blocks
from newsgraph.rdf.terms import TYPE, literal_parts
from newsgraph.vocab import NG, OA, PREFIXES, PROV, RDF, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Term

_POINTING: Final = {
    SCHEMA: (
        *("affiliation", "author", "citation", "isPartOf", "mentions", "publisher", "sameAs"),
        *("sourceOrganization", "spokenByCharacter", "url"),
    ),
    NG: (
        *("addressee", "addresseeEvidence", "aspectIn", "aspectOf", "continues", "cueEvidence"),
        *("difference", "differentPersonFrom", "evidence", "expressedIn", "frameEvidence", "illocution"),
        *("medium", "mentionKind", "nearDuplicateOf", "nestedIn", "opponent", "proposer"),
        *("refersTo", "repeatedIn", "reportedBy", "samePersonAs", "sameUtteranceAs"),
        *("speaker", "speakerEvidence", "speaksFor", "statementType", "supporter"),
    ),
    RDF: ("predicate", "subject"),
    OA: ("hasSelector", "hasSource"),
    PROV: ("used", "wasDerivedFrom", "wasGeneratedBy", "wasQuotedFrom"),
}
"""Properties whose values are nodes: the context says so once, instead of every value."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
_SCRIPT: Final = re.compile(r"<(?=[/!])")
_PREFIX_OF: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_DATA: Final = ("article", "person", "organization", "place")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TAKEN: Final = frozenset({*PREFIXES, *_DATA})
"""Words of the context that a name or the scheme of an IRI may be mistaken for."""

_NATIVE: Final = {
    str(XSD.integer): re.compile(r"0|-?[1-9][0-9]{0,14}"),
    str(XSD.boolean): re.compile(r"true|false"),
}
"""Literals that JSON's own numbers and truth values stand for, form by form."""

_CONFIDENCE: Final = f"<{NG.confidence}>"
_DECIMAL: Final = str(XSD.decimal)


def _pointing_keys() -> dict[str, str]:
    return {
        _key(f"{namespace}{name}"): f"<{namespace}{name}>"
        for namespace, names in _POINTING.items()
        for name in names
    }


def _key(value: str) -> str:
    """Return a property, class or datatype: those of schema.org by bare names that the context has not."""
    if value.startswith(SCHEMA):
        name = value[len(SCHEMA) :]
        if _NAME.fullmatch(name) and name not in _TAKEN:
            return name
    return _compact(value, _PREFIX_OF)


def _compact(value: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with a prefix where that leads back to it: "ng://a" would be of the scheme "ng"."""
    for namespace, prefix in prefixes.items():
        if value.startswith(namespace) and not value.startswith("//", len(namespace)):
            return f"{prefix}:{value[len(namespace) :]}"
    scheme, _, rest = value.partition(":")
    if scheme in _TAKEN and not rest.startswith("//"):
        raise ValueError(f"<{value}> would be read as a short form, for {scheme!r} is a prefix")
    return value


def context(data_base: str | None) -> dict[str, object]:
    """Return the context: schema.org's terms go without a prefix, data IRIs with one.

    It names no version of JSON-LD and uses nothing that 1.0 lacks, so that older processors read it too.
    """
    prefixes: dict[str, object] = {prefix: PREFIXES[prefix] for prefix in sorted(PREFIXES)}
    data = {kind: f"{data_base}{kind}/" for kind in _DATA} if data_base else {}
    keys = {key: {"@id": iri[1:-1], "@type": "@id"} for key, iri in sorted(_pointing_keys().items())}
    confidence = {_key(NG.confidence): {"@id": str(NG.confidence), "@type": str(XSD.decimal)}}
    return {"@vocab": str(SCHEMA), **prefixes, **data, **keys, **confidence}


def write_jsonld(graphs: Iterable[ArticleGraph], data_base: str | None) -> Iterator[str]:
    """Yield a JSON-LD document of these graphs, each as a named graph, in pieces.

    Raises `RdfError`, naming the article, for an IRI whose scheme is a prefix of the context ("schema:name").
    """
    head = ",\n".join([f"  {_quoted(key)}: {_quoted(value)}" for key, value in context(data_base).items()])
    yield f'{{\n"@context": {{\n{head}\n}},\n"@graph": ['
    writer = _NodeWriter(data_base or "")
    comma = ""
    for graph in graphs:
        try:
            nodes = writer.graph(graph)
        except ValueError as error:
            where = graph.origin or graph.article or None
            mend = "choose another format, such as turtle"
            raise RdfError(f"JSON-LD cannot carry this graph: {error}", where=where, mend=mend) from error
        yield f"{comma}\n{nodes}"
        comma = ","
    yield "\n]\n}\n"


class _NodeWriter:
    """Turns nodes into JSON; keeps what it wrote for a term of the vocabulary."""

    def __init__(self, data_base: str) -> None:
        data = {f"{data_base}{kind}/": kind for kind in _DATA} if data_base else {}
        self._prefixes = {**data, **_PREFIX_OF}
        self._pointing = frozenset(_pointing_keys().values())
        self._keys: dict[Term, str] = {}
        self._references: dict[Term, str] = {}

    def graph(self, graph: ArticleGraph) -> str:
        self._references.clear()
        blocks = ordered_blocks(graph.article, graph.triples)
        nodes = ",\n".join([self._node(subject, properties) for subject, properties in blocks])
        if not graph.graph:
            return nodes
        return f'{{"@id": {self._id(graph.graph)}, "@graph": [\n{nodes}\n]}}'

    def _node(self, subject: Term, properties: list[tuple[Term, list[Term]]]) -> str:
        lines = [f'"@id": {self._reference(subject)}']
        for predicate, objects in properties:
            if predicate == TYPE:
                lines.append(f'"@type": {_one_or_many([self._term(term) for term in objects])}')
            else:
                values = [self._value(predicate, term) for term in objects]
                lines.append(f"{self._term(predicate)}: {_one_or_many(values)}")
        return f" {{{f',{chr(10)}  '.join(lines)}}}"

    def _term(self, term: Term) -> str:
        key = self._keys.get(term)
        if key is None:
            key = self._keys[term] = _quoted(_key(term[1:-1] if term.startswith("<") else term))
        return key

    def _reference(self, term: Term) -> str:
        name = self._references.get(term)
        if name is None:
            name = self._id(term[1:-1]) if term.startswith("<") else _quoted(term)
            self._references[term] = name
        return name

    def _id(self, value: str) -> str:
        return _quoted(_compact(value, self._prefixes))

    def _value(self, predicate: Term, term: Term) -> str:
        if not term.startswith('"'):
            name = self._reference(term)
            return name if predicate in self._pointing else f'{{"@id": {name}}}'
        value, datatype, language = literal_parts(term)
        if predicate == _CONFIDENCE and datatype == _DECIMAL:
            return _quoted(value)
        typed = predicate == _CONFIDENCE or predicate in self._pointing
        native = _NATIVE.get(datatype or "")
        if native is not None and native.fullmatch(value) and not typed:
            return value
        return _literal(typed, value, datatype, language)


def _literal(typed: bool, value: str, datatype: str | None, language: str | None) -> str:
    """Return a literal; where the context gives the property a type, a bare value would get that type."""
    if datatype is not None:
        return f'{{"@value": {_quoted(value)}, "@type": {_quoted(_key(datatype))}}}'
    if language is not None:
        return f'{{"@value": {_quoted(value)}, "@language": {_quoted(language)}}}'
    return f'{{"@value": {_quoted(value)}}}' if typed else _quoted(value)


def _one_or_many(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _quoted(value: object) -> str:
    """Return JSON that may stand in the script element of a web page, whatever the text says."""
    text = _ENCODER.encode(value)
    return _SCRIPT.sub(r"\\u003c", text) if "<" in text else text
