"""What the model says about a text: the columns of its output, shared by the training and the product.

Each layer is a tagging of its own (BIO, Ramshaw & Marcus 1995), so that a literal fragment can lie in an
indirect statement and a speaker in a frame. Which speaker, cue, frame and addressee belong to which quotation
is scored for pairs of spans by vectors that the model gives beside the tags.
"""

from __future__ import annotations

from enum import StrEnum

from newsgraph.model import Medium, StatementType

__all__ = [
    "BUCKETS",
    "COLUMNS",
    "EDGES",
    "INSIDE",
    "LABELS",
    "LABEL_OF",
    "LINK_SIZE",
    "MEDIA",
    "MEDIA_COLUMNS",
    "QUOTED",
    "ROLES",
    "TYPES",
    "Layer",
    "Role",
    "columns",
    "distance_bucket",
]


class Layer(StrEnum):
    """A tagging of the text.

    `DIRECT` holds literal quotations without their outer marks, whether free or inside another statement;
    `OTHER` all further statements (of a reported one the complement); `CLAUSE` the whole clause of a reported
    statement with its speaker and cue; the next four the parts that go with quotations; `NAMES` proper names.
    """

    DIRECT = "direct"
    OTHER = "other"
    CLAUSE = "clause"
    SPEAKER = "speaker"
    CUE = "cue"
    FRAME = "frame"
    ADDRESSEE = "addressee"
    NAMES = "names"


class Role(StrEnum):
    """What a span can be for a quotation; `PART` says that two spans are parts of one quotation."""

    SPEAKER = "speaker"
    CUE = "cue"
    FRAME = "frame"
    ADDRESSEE = "addressee"
    PART = "part"


LABELS: dict[Layer, tuple[str, ...]] = {
    Layer.DIRECT: ("Direct",),
    Layer.OTHER: ("Indirect", "IndirectFreeIndirect", "FreeIndirect", "Reported"),
    Layer.CLAUSE: ("Clause",),
    Layer.SPEAKER: ("Speaker",),
    Layer.CUE: ("Cue",),
    Layer.FRAME: ("Frame",),
    Layer.ADDRESSEE: ("Addressee",),
    Layer.NAMES: ("PER", "ORG", "LOC", "OTH"),
}
"""The labels of each layer. Its tags are O, then B and I of each label: 1 + 2 * number of labels columns."""

TYPES: dict[str, StatementType] = {
    "Direct": StatementType.DIRECT,
    "Indirect": StatementType.INDIRECT,
    "IndirectFreeIndirect": StatementType.INDIRECT_FREE_INDIRECT,
    "FreeIndirect": StatementType.FREE_INDIRECT,
    "Reported": StatementType.REPORTED,
}
"""The statement type of each label of `DIRECT` and `OTHER`."""

QUOTED = (Layer.DIRECT, Layer.OTHER)
"""The layers whose spans are quotations."""

LABEL_OF: dict[StatementType, str] = {kind: label for label, kind in TYPES.items()}
"""The label of each statement type."""

ROLES: tuple[Role, ...] = tuple(Role)
MEDIA: tuple[Medium, ...] = (Medium.SPEECH, Medium.WRITING, Medium.THOUGHT)
LINK_SIZE = 64
"""Width of each link vector: one for a piece as part of a quotation, then one for each role."""


def columns(layer: Layer) -> slice:
    """Return the columns of the layer in the model's `tags`: O, B-first, I-first, B-second and so on."""
    start = 0
    for one in Layer:
        width = 1 + 2 * len(LABELS[one])
        if one is layer:
            return slice(start, start + width)
        start += width
    raise AssertionError(layer)


MEDIA_COLUMNS = slice(columns(Layer.NAMES).stop, columns(Layer.NAMES).stop + len(MEDIA))
"""The columns of the media (independent logits, to be averaged over the pieces of a quotation)."""

COLUMNS = MEDIA_COLUMNS.stop
"""The number of columns of `tags`."""

EDGES = (1, 2, 4, 7, 12, 20, 33, 54, 90, 150)
"""Where one class of distance ends and the next begins, in pieces between the two spans."""

INSIDE = 2 * len(EDGES) + 2
"""The class of spans that overlap."""

BUCKETS = INSIDE + 1
"""The number of classes of distance."""


def distance_bucket(quote: tuple[int, int], other: tuple[int, int]) -> int:
    """Return which of `BUCKETS` classes of distance two half-open spans of pieces are in.

    Signed: below the middle the other span stands before the quotation; the last class is for spans that
    overlap.
    """
    if quote[0] < other[1] and other[0] < quote[1]:
        return INSIDE
    before = other[1] <= quote[0]
    gap = quote[0] - other[1] if before else other[0] - quote[1]
    rank = sum(gap >= edge for edge in EDGES)
    return len(EDGES) - rank if before else len(EDGES) + 1 + rank
