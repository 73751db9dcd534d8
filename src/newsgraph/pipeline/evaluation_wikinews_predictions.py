"""Quotations written in the layout of the Wikinews set, one JSON file an article."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgraph.pipeline.evaluation_wikinews_scores import token_numbers
from newsgraph.readers.wikinews import PARTS
from newsgraph.sinks.files import write_output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.model import Span
    from newsgraph.readers.wikinews import Quotation, QuotedArticle

_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f]')
_STEM_BYTES = 200


class PredictionFolder:
    """A folder that takes one file an article."""

    def __init__(self, path: Path) -> None:
        """Take the folder, which must exist."""
        self._path = path
        self._names: set[str] = set()

    def write(self, article: QuotedArticle, found: Sequence[Quotation]) -> Path:
        """Write the article with what was found in it, and return the path. Raises `SinkError`.

        The file has the name of the gold's own file, or of the article where many lie in one file.
        """
        file = self._path / self._free_name(article)
        document = prediction(article, found) | {"file": file.name}
        text = json.dumps(document, ensure_ascii=False, indent=1)
        write_output(file, lambda out: out.write(f"{text}\n".encode()))
        return file

    def _free_name(self, article: QuotedArticle) -> str:
        own = Path(article.origin).name
        stem = own.removesuffix(".json") if own.endswith(".json") else _UNSAFE.sub("_", article.name)
        stem = stem.encode()[:_STEM_BYTES].decode(errors="ignore") or "article"
        number, name = 1, f"{stem}.json"
        while name.casefold() in self._names:
            number += 1
            name = f"{stem}-{number}.json"
        self._names.add(name.casefold())
        return name


def prediction(article: QuotedArticle, found: Sequence[Quotation]) -> dict[str, Any]:
    """Return an article with the quotations found in it, with the keys of the set's layout."""
    tokens = article.tokens
    return {
        "annotations": [
            _annotation(number, quotation, article.text, tokens) for number, quotation in enumerate(found)
        ],
        "documentName": article.name,
        "originalText": article.text,
        "sentences": list(_sentences(article)),
        "tokens": list(_tokens(article)),
    }


def _annotation(number: int, quotation: Quotation, text: str, tokens: Sequence[Span]) -> dict[str, Any]:
    parts = {part: _part(quotation.part(part), text, tokens) for part in PARTS}
    return parts | {
        "id": number,
        "type": quotation.type.value,
        "medium": quotation.medium,
        "isNested": quotation.is_nested,
        "hasNested": quotation.has_nested,
    }


def _part(spans: Sequence[Span], text: str, tokens: Sequence[Span]) -> dict[str, Any]:
    runs = [sorted(token_numbers(tokens, [span])) for span in spans]
    entries = [
        {
            "begin": run[0],
            "end": run[-1] + 1,
            "charBegin": tokens[run[0]].start,
            "charEnd": tokens[run[-1]].end,
        }
        for run in runs
        if run
    ]
    return {
        "spans": entries,
        "text": " ".join(text[entry["charBegin"] : entry["charEnd"]] for entry in entries),
        "tokenIds": sorted({number for run in runs for number in run}),
    }


def _sentences(article: QuotedArticle) -> Iterator[dict[str, Any]]:
    begin = 0
    for number, spans in enumerate(article.sentences):
        end = begin + len(spans)
        if spans:
            start, stop = spans[0].start, spans[-1].end
            yield {
                "id": number,
                "begin": begin,
                "end": end,
                "charBegin": start,
                "charEnd": stop,
                "text": article.text[start:stop],
                "tokenIds": list(range(begin, end)),
                "tokens": [span.of(article.text) for span in spans],
            }
        begin = end


def _tokens(article: QuotedArticle) -> Iterator[dict[str, Any]]:
    number = 0
    for sentence, spans in enumerate(article.sentences, start=1):
        for word, span in enumerate(spans, start=1):
            yield {
                "id": number,
                "sentence": sentence,
                "word": word,
                "text": span.of(article.text),
                "charBegin": span.start,
                "charEnd": span.end,
            }
            number += 1
