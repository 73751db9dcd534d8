"""The vocabulary cut to what German newspapers need, and its tokenizer.

The XLM-R vocabulary has 250,037 pieces of a hundred languages. Kept are the pieces that occur in given texts
(most frequent first) and then the likeliest in Latin script. Pieces that mix letters with punctuation or hold
several marks ("“,", ").") are dropped: a span that ends between the two marks could not be tagged with them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from training.encoder import Encoder

__all__ = ["SIZE", "build_tokenizer", "choose_pieces"]

SIZE = 32_000
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_SPACE = "▁"


def choose_pieces(encoder: Encoder, texts: Iterable[str], size: int = SIZE) -> list[int]:
    """Return the numbers of the pieces to keep: the special ones first, then as above, `size` in all."""
    special = [encoder.special[piece] for piece in SPECIAL]
    usable = [
        number for number, piece in enumerate(encoder.pieces) if number not in special and _is_usable(piece)
    ]
    tokenizer = build_tokenizer(encoder, special + usable)
    seen: Counter[int] = Counter()
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == 256:
            _count(tokenizer, batch, seen)
            batch = []
    _count(tokenizer, batch, seen)
    numbers = special + usable
    used = [numbers[index] for index, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0]))]
    used = [number for number in used if number not in special]
    letters = [number for number in usable if len(_bare(encoder.pieces[number])) <= 1]
    ranked = sorted(usable, key=lambda number: (-encoder.scores[number], number))
    kept = dict.fromkeys([*special, *letters, *used, *ranked])
    return list(kept)[:size]


def build_tokenizer(encoder: Encoder, kept: Sequence[int]) -> Tokenizer:
    """Return a tokenizer for the kept pieces; piece `n` of it is piece `kept[n]` of the encoder."""
    pieces = [(encoder.pieces[number], encoder.scores[number]) for number in kept]
    names = {encoder.special[piece]: piece for piece in SPECIAL}
    pieces = [(names.get(number, piece), score) for number, (piece, score) in zip(kept, pieces, strict=True)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=list(kept).index(encoder.special["<unk>"])))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


def _count(tokenizer: Tokenizer, batch: Sequence[str], seen: Counter[int]) -> None:
    for encoding in tokenizer.encode_batch_fast(list(batch), add_special_tokens=False):
        seen.update(encoding.ids)


def _bare(piece: str) -> str:
    return piece.removeprefix(_SPACE)


def _is_usable(piece: str) -> bool:
    bare = _bare(piece)
    if not bare:
        return piece == _SPACE
    if len(bare) == 1:
        return _is_latin(bare) or not bare.isalpha()
    return all(c.isalnum() and (c.isdigit() or _is_latin(c)) for c in bare)


def _is_latin(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("LATIN", "FULLWIDTH LATIN", "COMBINING"))
