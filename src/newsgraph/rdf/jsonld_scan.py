"""JSON-LD read with the place of each value, as far as inline contexts say what keys mean."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from newsgraph.rdf.turtle_scan import Stated
from newsgraph.vocab import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.rdf.turtle_scan import Wanted

_TOKEN: Final = re.compile(
    r'\s+|(?P<string>"(?:[^"\\]|\\.)*")|(?P<mark>[{}\[\]:,])|(?P<word>[^\s{}\[\]:,"]+)'
)
_STRING: Final = json.JSONDecoder(strict=False)
_CONTAINERS: Final = ("@list", "@set")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of JSON and the offsets at which it stands, the second behind its end.

    `text` is that of a string, or of a number or word as it is written; `members` are those of an object,
    each with its key, `items` those of an array.
    """

    start: int
    end: int
    text: str | None = None
    is_string: bool = False
    is_object: bool = False
    members: tuple[tuple[Value, Value], ...] = ()
    items: tuple[Value, ...] = ()

    def get(self, key: str) -> Value | None:
        """Return the member of that name; of several the last, as JSON has it."""
        return next((value for name, value in reversed(self.members) if name.text == key), None)


@dataclass(frozen=True, slots=True)
class Context:
    """What keys mean: the IRI of each term, and whether its values are nodes (`@id`, `@vocab`)."""

    base: str = ""
    vocab: str = ""
    terms: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def extended(self, given: Value | None) -> Context:
        """Return this context with a `@context` of the text on top; one that lies elsewhere says nothing."""
        if given is None:
            return self
        known = self
        for one in given.items or (given,):
            known = known._with(one)
        return known

    def _with(self, given: Value) -> Context:
        terms, kinds = dict(self.terms), dict(self.kinds)
        base, vocab = self.base, self.vocab
        for key, value in given.members:
            name = key.text or ""
            named = value.get("@id") if value.is_object else value
            if name == "@base":
                base = value.text or ""
            elif name == "@vocab":
                vocab = value.text or ""
            elif named is not None and named.text is not None:
                terms[name] = named.text
            kind = value.get("@type")
            if kind is not None and kind.text is not None:
                kinds[name] = kind.text
        return Context(base, vocab, terms, kinds)

    def keyword(self, key: str) -> str:
        """Return the keyword that a key stands for (`id` for `@id`), or the key itself."""
        known = self.terms.get(key, "")
        return known if known.startswith("@") else key

    def member(self, value: Value, keyword: str) -> Value | None:
        """Return the member of an object that is a keyword, or stands for it; of several the last."""
        members = reversed(value.members)
        return next((member for key, member in members if self.keyword(key.text or "") == keyword), None)

    def of_key(self, key: str) -> str:
        """Return the IRI of a property or class."""
        if (known := self.terms.get(key)) is not None:
            return known if known == key else self._prefixed(known) or known
        return self._prefixed(key) or f"{self.vocab}{key}"

    def of_id(self, name: str) -> str:
        """Return the IRI of a node."""
        return self._prefixed(name) or urljoin(self.base, name)

    def _prefixed(self, name: str) -> str | None:
        prefix, colon, local = name.partition(":")
        if not colon:
            return None
        if prefix in self.terms and not local.startswith("//"):
            return self.terms[prefix] + local
        return name


def read_json(text: str) -> Value | None:
    """Return the value that a JSON text is, None for a text that is none."""
    stack: list[list[Value]] = [[]]
    opened: list[int] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if match["string"]:
            stack[-1].append(Value(match.start(), match.end(), _unquoted(word), is_string=True))
        elif match["word"]:
            stack[-1].append(Value(match.start(), match.end(), word))
        elif word in {"{", "["}:
            opened.append(match.start())
            stack.append([])
        elif word in {"}", "]"} and opened:
            start, inner = opened.pop(), tuple(stack.pop())
            pairs = tuple(zip(inner[::2], inner[1::2], strict=False)) if word == "}" else ()
            items = inner if word == "]" else ()
            stack[-1].append(Value(start, match.end(), is_object=word == "}", members=pairs, items=items))
    return stack[0][0] if len(stack) == 1 and stack[0] else None


def _unquoted(word: str) -> str:
    return str(_STRING.decode(word)) if "\\" in word else word[1:-1]


class JsonLdScan:
    """One pass over a JSON-LD text."""

    def __init__(self, text: str) -> None:
        """Read the text."""
        self._root = read_json(text)

    def triples(self, wanted: Wanted | None = None) -> Iterator[Stated]:
        """Yield the triples whose subject has an `@id`: all, or those that are wanted."""
        found = self._triples()
        return found if wanted is None else filter(wanted.has, found)

    def _triples(self) -> Iterator[Stated]:
        work: list[tuple[Value, Context, str | None]] = []
        if self._root is not None:
            work.append((self._root, Context(), None))
        while work:
            value, context, graph = work.pop()
            known = context.extended(value.get("@context"))
            work += [(item, known, graph) for item in value.items]
            name = known.member(value, "@id")
            subject = known.of_id(name.text) if name is not None and name.text is not None else None
            for key, member in value.members:
                holds_graph = known.keyword(key.text or "") == "@graph"
                inside = subject if holds_graph and subject is not None else graph
                for one in _flat(member) if key.text != "@context" else ():
                    if one.is_object:
                        work.append((one, known, inside))
                    if name is not None and subject is not None:
                        yield from _stated((graph, subject), (name.start, name.end), key, one, known)


def _flat(value: Value) -> Iterator[Value]:
    """Yield a value, or those of an array, a list or a set."""
    inner = next((value.get(name) for name in _CONTAINERS if value.get(name)), None)
    if inner is not None:
        yield from _flat(inner)
    elif value.items:
        for item in value.items:
            yield from _flat(item)
    else:
        yield value


def _stated(
    subject: tuple[str | None, str], at: tuple[int, int], key: Value, one: Value, known: Context
) -> Iterator[Stated]:
    word = known.keyword(key.text or "")
    is_type = word == "@type"
    if word.startswith("@") and not is_type:
        return
    predicate = str(RDF.type) if is_type else known.of_key(word)
    kind = "@vocab" if is_type else known.kinds.get(word)
    if one.is_object:
        node, literal = known.member(one, "@id"), known.member(one, "@value")
        one, kind = node or literal or one, "@id" if node else None
    is_node = kind in {"@id", "@vocab"} and one.is_string
    text = one.text
    if text is not None and is_node:
        text = known.of_key(text) if kind == "@vocab" else known.of_id(text)
    places = ((key.start, key.end), (one.start, one.end))
    yield Stated(*subject, predicate, text, is_node, at, *places)
