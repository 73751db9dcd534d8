"""RDF/XML: one element a node, its first class as the element's name.

Own code instead of pyoxigraph's, which writes a carriage return bare: every XML parser reads that as a line
feed, and the text would no longer be the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newsgraph.errors import RdfError
from newsgraph.rdf.order import ordered_blocks
from newsgraph.rdf.terms import TYPE, literal_parts
from newsgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.order import Block
    from newsgraph.rdf.terms import Term

NO_XML: Final = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets."""

_NAME: Final = re.compile(r"(.*[^\w.-])([^\W\d][\w.-]*)", re.DOTALL)
_PREFIX_OF: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def write_rdfxml(graphs: Iterable[ArticleGraph], _: str | None = None) -> Iterator[str]:
    """Yield an RDF/XML document of these graphs in pieces; the names of the graphs are not in it.

    Raises `RdfError`, naming the article, for a text with a character that XML cannot carry, and for a
    property that has no XML name.
    """
    spaces = "\n".join([f'  xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in sorted(PREFIXES)])
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF\n{spaces}>\n'
    writer = _NodeWriter()
    for graph in graphs:
        try:
            nodes = [writer.node(block) for block in ordered_blocks(graph.article, graph.triples)]
        except ValueError as error:
            mend = "choose another format, such as turtle"
            where = graph.origin or graph.article or None
            raise RdfError(f"RDF/XML cannot carry this graph: {error}", where=where, mend=mend) from error
        yield "".join(nodes)
    yield "</rdf:RDF>\n"


class _NodeWriter:
    """Turns nodes into elements; keeps the names of elements."""

    def __init__(self) -> None:
        self._names: dict[Term, tuple[str, str]] = {}

    def node(self, block: Block) -> str:
        subject, properties = block
        rest = properties
        name, space = "rdf:Description", ""
        if properties[0][0] == TYPE and properties[0][1][0].startswith("<"):
            name, space = self._name(properties[0][1][0])
            rest = [(TYPE, properties[0][1][1:]), *properties[1:]]
        lines = [f"<{name}{space} {_reference('about', subject)}>\n"]
        for predicate, objects in rest:
            tag, declared = self._name(predicate)
            lines += [_property(tag, declared, obj) for obj in objects]
        return "".join([*lines, f"</{name}>\n"])

    def _name(self, term: Term) -> tuple[str, str]:
        """Return an element's name, and the declaration of its prefix where the head of the file has none."""
        known = self._names.get(term)
        if known is None:
            known = self._names[term] = _split(term[1:-1])
        return known


def _split(value: str) -> tuple[str, str]:
    match = _NAME.fullmatch(value)
    if match is None:
        raise ValueError(f"no XML name can be made of <{value}>")
    prefix = _PREFIX_OF.get(match[1])
    if prefix is not None:
        return f"{prefix}:{match[2]}", ""
    return f"x:{match[2]}", f' xmlns:x="{_attribute(match[1])}"'


def _property(tag: str, declared: str, obj: Term) -> str:
    if not obj.startswith('"'):
        return f"  <{tag}{declared} {_reference('resource', obj)}/>\n"
    value, datatype, language = literal_parts(obj)
    bad = NO_XML.search(value)
    if bad is not None:
        raise ValueError(f"XML has no way to write the character U+{ord(bad[0]):04X}")
    kind = f' rdf:datatype="{_attribute(datatype)}"' if datatype else ""
    if language:
        kind = f' xml:lang="{language}"'
    return f"  <{tag}{declared}{kind}>{_content(value)}</{tag}>\n"


def _reference(attribute: str, term: Term) -> str:
    if term.startswith("_:"):
        return f'rdf:nodeID="{term[2:]}"'
    return f'rdf:{attribute}="{_attribute(term[1:-1])}"'


def _content(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return _content(text).replace('"', "&quot;")
