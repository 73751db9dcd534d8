"""The article as the annotator sees it: sentences of tokens with part of speech and lemma."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.tagger import Tagger
from newsgraph.model import Article, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STARTERS = (
    "D(?:er|ie|as|en|em|es|amit|ann|och|ort|a|abei|agegen|eshalb|ies\\w*|azu)|Ein\\w{0,2}|Kein\\w{0,2}|E[rs]|Sie|Ich|Wir|"
    "Man|Ihr\\w{0,2}|Sein\\w{0,2}|I[nm]|A[nmu]|A[bul]s|Auf|Auch|Bei|Mit|Nach|Von|Vor|Zu[mr]?|Für|Aber|Und|So|Wer|Wie|Was|"
    "Wenn|Laut|Seit|Zuletzt|Ob|Nur|Noch|Nun|Unter|Über|Um|Doch|Jetzt|Denn|Jede\\w?|Alle\\w?|Viele|Bis|Gegen|Ohne|Zwei|Drei"
)
_WORDS = r"""
      \d+(?:[.,]\d+)*[-‑]\w+(?:[-‑]\w+)*                  # 54-Jährige  2,5-Liter-Motor
    | \d{1,2}\.(?=\s(?!(?:_STARTERS_)\b)[A-ZÄÖÜa-zäöü])    # 1. Oktober, but: auf Platz 3. Der …
    | \d+(?:[.,:]\d+)*(?:\.(?=\s[a-zäöü]))?               # 41.000  8,5  14:35  2020. in …
    | (?:[A-ZÄÖÜ]\.(?:-?[A-ZÄÖÜ]\.)+)                      # U.S.  H.-J.
    | [A-ZÄÖÜ]\.(?=\s?[A-ZÄÖÜ])                            # initials: George W. Bush
    | (?:z\.\s?B|d\.\s?h|u\.\s?a|o\.\s?ä|u\.\s?U)\.        # z.B.
    | (?:Dr|DDr|Prof|Mag|Th|Dipl|Ing|Nr|Mio|Mrd|bzw|ca|etwa|usw|vgl|St|jr|sen|Co|Hl|Mr|Mrs|Std|geb|a\.D)\.
    | (?:Abs|Art)\.(?=\s\d)
    # words, hyphenated compounds, "Groß- und"
    | \w+(?:['’]\w+)*(?:[-‑–]\w+(?:['’]\w+)*)*(?:[-‑](?=[\s,]))?
    | \.{2,} | …
    | [^\w\s]
    """
_TOKEN = re.compile(_WORDS.replace("_STARTERS_", _STARTERS), re.VERBOSE)
_END = re.compile(r"[.!?…]+$")
_CLOSERS = "\"“”«»’‘›‹)]'"
_LONG = 60
"""Of a word of more letters the tagger sees only the ends; none in use is as long."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: offsets into the article's text, its form, and its STTS tag as HanTa writes it.

    Tags keep HanTa's brackets: `VV(FIN)`, `VA(FIN)`, `VM(FIN)`, `VV(PP)`, `VV(INF)`, `VV(IZU)`, `PTKVZ`,
    `NN`, `NE`, `ART`, `ADJ(A)`, `ADJ(D)`, `APPR`, `PPER`, `PPOSAT`, `KOUS`, `$,`, `$.` …
    """

    start: int
    end: int
    form: str
    tag: str

    @property
    def lemma(self) -> str:
        """The dictionary form that HanTa gives for the tag ("sagte": "sagen"), worked out when asked for."""
        return _lemma(self.form, self.tag)

    @property
    def span(self) -> Span:
        """The token's span in the article's text."""
        return Span(self.start, self.end)

    @property
    def is_finite(self) -> bool:
        """Whether the tagger takes the token for a finite verb."""
        return self.tag.endswith("(FIN)")

    @property
    def is_word(self) -> bool:
        """Whether the token is more than punctuation."""
        return self.form[0].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of tokens up to a full stop; `paragraph` is the index into `Document.blocks`."""

    tokens: tuple[Token, ...]
    paragraph: int

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its sentences.

    `blocks` are the spans of headline, paragraphs and subheadings in text order; `body` tells for each block
    whether it is a paragraph (statements and proposals are looked for only there).
    """

    article: Article
    blocks: tuple[Span, ...]
    body: tuple[bool, ...]
    sentences: tuple[Sentence, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _ends: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note where the sentences start and end, to look offsets up."""
        object.__setattr__(self, "_starts", tuple(s.tokens[0].start for s in self.sentences))
        object.__setattr__(self, "_ends", tuple(s.tokens[-1].end for s in self.sentences))

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def tokens(self) -> Iterator[Token]:
        """Yield every token in text order."""
        for sentence in self.sentences:
            yield from sentence.tokens

    def tokens_within(self, spans: Iterable[Span]) -> Iterator[Token]:
        """Yield the tokens that lie in one of the spans, in text order."""
        held: dict[int, list[Span]] = defaultdict(list)
        for span in spans:
            for number in self.sentences_within(span.start, span.end):
                held[number].append(span)
        for number in sorted(held):
            for token in self.sentences[number].tokens:
                if any(s.start <= token.start and token.end <= s.end for s in held[number]):
                    yield token

    def sentences_within(self, start: int, end: int) -> range:
        """Return the indexes of the sentences that share a code point with `start` to `end`."""
        low = bisect_right(self._ends, start)
        return range(low, bisect_left(self._starts, end, lo=low))

    def sentence_number(self, offset: int) -> int:
        """Return the index of the sentence that holds the offset, or of the last one before it."""
        return min(bisect_right(self._ends, offset), len(self.sentences) - 1)

    def body_sentences(self) -> Iterator[Sentence]:
        """Yield the sentences of paragraphs, not those of headline and subheadings."""
        return (s for s in self.sentences if self.body[s.paragraph])


def build_document(article: Article) -> Document:
    """Return the article split into sentences and tagged.

    A sentence ends at a full stop, question or exclamation mark (with the quotation marks and brackets that
    close after it); one inside a quotation ends the sentence too, unless lower case goes on after it.
    """
    marked = [(Span(0, len(article.headline)), False)] if article.headline else []
    marked += [(span, True) for span in article.paragraphs] + [(span, False) for span in article.subheadings]
    if not marked and article.text.strip():
        marked = [(Span(0, len(article.text)), True)]
    marked.sort()
    blocks = tuple(span for span, _ in marked)
    sentences = [
        Sentence(tokens, index)
        for index, block in enumerate(blocks)
        for tokens in _split(article.text, block)
    ]
    return Document(article, blocks, tuple(is_body for _, is_body in marked), tuple(sentences))


def find_sentences(text: str, block: Span) -> tuple[Span, ...]:
    """Return the spans of the block's sentences, as `build_document` splits them, without tagging anything.

    >>> text = "Er kam am 3. Mai. Sie ging."
    >>> [span.of(text) for span in find_sentences(text, Span(0, len(text)))]
    ['Er kam am 3. Mai.', 'Sie ging.']
    """
    tokens = [Span(*m.span()) for m in _TOKEN.finditer(text, block.start, block.end)]
    return tuple(Span(run[0].start, run[-1].end) for run in _sentence_runs(text, tokens))


def _split(text: str, block: Span) -> Iterator[tuple[Token, ...]]:
    spans = [Span(*m.span()) for m in _TOKEN.finditer(text, block.start, block.end)]
    for run in _sentence_runs(text, spans):
        yield _tag(text, run)


def _sentence_runs(text: str, spans: list[Span]) -> Iterator[list[Span]]:
    run: list[Span] = []
    i = 0
    while i < len(spans):
        run.append(spans[i])
        if _END.match(spans[i].of(text)):
            while (
                i + 1 < len(spans)
                and spans[i + 1].of(text) in _CLOSERS
                and spans[i + 1].start == spans[i].end
            ):
                i += 1
                run.append(spans[i])
            following = spans[i + 1].of(text) if i + 1 < len(spans) else ""
            goes_on = following[:1].islower() or following.startswith((",", ";", "–", "-", ")"))
            if not goes_on:
                yield run
                run = []
        i += 1
    if run:
        yield run


def _tag(text: str, spans: Iterable[Span]) -> tuple[Token, ...]:
    spans = list(spans)
    forms = [span.of(text) for span in spans]
    tags = _tagger().tag_sent([_plain(f) for f in forms], taglevel=0)
    return tuple(
        Token(span.start, span.end, form, tag) for span, form, tag in zip(spans, forms, tags, strict=True)
    )


def _plain(form: str) -> str:
    # The tagger's model knows commas, full stops and ASCII quotation marks; typographic ones mislead it.
    marks = {"„": '"', "“": '"', "”": '"', "»": '"', "«": '"', "›": "'", "‹": "'", "…": "...", "–": "-"}
    return marks.get(form) or _shortened(form)


def _shortened(form: str) -> str:
    # The tagger's work grows with the square of a word's length: of a very long one it sees both ends.
    return form if len(form) <= _LONG else form[: _LONG // 3] + form[-_LONG * 2 // 3 :]


@cache
def word_scores(form: str) -> dict[str, float]:
    """Return how well the tagger's lexicon knows a single word under each tag, as log-probabilities.

    Frequent words score above about -15 ("Minister" as NN: -9), unknown ones below about -20.
    """
    return {str(tag): float(score) for tag, score in _tagger().tag_word(_shortened(form))}


@cache
def readings(form: str) -> tuple[str, ...]:
    """Return the parts of speech that a word form can have out of context, likeliest first.

    >>> readings("verlieren")[0]
    'VV(INF)'
    """
    return tuple(str(tag) for tag, _ in _tagger().tag_word(_shortened(form)))


@cache
def _tagger() -> Tagger:
    return Tagger()


@cache
def _lemma(form: str, tag: str) -> str:
    if not form[0].isalpha() or tag in {"NE", "FM", "XY"} or len(form) > _LONG:
        return form
    return str(_tagger().analyze(form, pos=tag, taglevel=1)[0])
