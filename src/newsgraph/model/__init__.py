"""The values that flow between the stages: frozen, with slots, sequences as tuples."""

from newsgraph.model.agents import (
    Agent,
    AnonymousAgent,
    Body,
    Country,
    Ground,
    Mention,
    MentionKind,
    Organisation,
    Person,
    Place,
    Relation,
)
from newsgraph.model.article import Article, Link, SourceMap
from newsgraph.model.report import Report, Result, Rule, Severity
from newsgraph.model.spans import Span, join_spans
from newsgraph.model.statements import (
    Annotations,
    Illocution,
    Medium,
    Notice,
    Proposal,
    Statement,
    StatementType,
)

__all__ = [
    "Agent",
    "Annotations",
    "AnonymousAgent",
    "Article",
    "Body",
    "Country",
    "Ground",
    "Illocution",
    "Link",
    "Medium",
    "Mention",
    "MentionKind",
    "Notice",
    "Organisation",
    "Person",
    "Place",
    "Proposal",
    "Relation",
    "Report",
    "Result",
    "Rule",
    "Severity",
    "SourceMap",
    "Span",
    "Statement",
    "StatementType",
    "join_spans",
]
