"""The markup of the corpus: reading it, checking it, building article files and gold from it."""

from training.markup.header import GoldType, Header, PersonEntry, ProposalEntry, SpeakerKind, StatementEntry
from training.markup.parse import (
    Block,
    BlockKind,
    MarkedArticle,
    Tagged,
    parse_file,
    parse_folder,
    parse_markup,
)

__all__ = [
    "Block",
    "BlockKind",
    "GoldType",
    "Header",
    "MarkedArticle",
    "PersonEntry",
    "ProposalEntry",
    "SpeakerKind",
    "StatementEntry",
    "Tagged",
    "parse_file",
    "parse_folder",
    "parse_markup",
]
