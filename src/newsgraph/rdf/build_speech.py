"""Who said what and who proposes what: statements and proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.iris import normalised, numbered
from newsgraph.model import Illocution, Medium, StatementType, join_spans
from newsgraph.rdf.sheet import A, Sheet
from newsgraph.rdf.terms import iri, string
from newsgraph.vocab import NG, PROV, SCHEMA

if TYPE_CHECKING:
    from newsgraph.model import Annotations, Proposal, Span, Statement
    from newsgraph.rdf.build_agents import Agents

_STATEMENT_CLASSES = (iri(NG.Statement), iri(SCHEMA.CreativeWork))
_PROPOSAL_CLASSES = (iri(NG.Proposal), iri(SCHEMA.CreativeWork))
_QUOTATION = iri(SCHEMA.Quotation)
_TEXT = iri(SCHEMA.text)
_PART_OF = iri(SCHEMA.isPartOf)
_FOUND_BY = iri(NG.foundBy)
_TYPE = iri(NG.statementType)
_TYPES = {kind: iri(NG[kind.value]) for kind in StatementType}
_MEDIUM = iri(NG.medium)
_MEDIA = {medium: iri(NG[medium.value]) for medium in Medium}
_ILLOCUTION = iri(NG.illocution)
_ILLOCUTIONS = {force: iri(NG[force.value]) for force in Illocution}
_SPEAKER = iri(NG.speaker)
_SPEAKER_REASON = iri(NG.speakerReason)
_SPEAKER_CONFIDENCE = iri(NG.speakerConfidence)
_SPOKEN_BY = iri(SCHEMA.spokenByCharacter)
_QUOTED_FROM = iri(PROV.wasQuotedFrom)
_ADDRESSEE = iri(NG.addressee)
_REPORTED_BY = iri(NG.reportedBy)
_NESTED_IN = iri(NG.nestedIn)
_CONTINUES = iri(NG.continues)
_DENIAL = iri(NG.Denial)
_PROPOSER = iri(NG.proposer)
_UNATTRIBUTED = iri(NG.UnattributedProposal)
SUPPORTER = iri(NG.supporter)
OPPONENT = iri(NG.opponent)
_EXPRESSED_IN = iri(NG.expressedIn)
_REPEATED_IN = iri(NG.repeatedIn)
_PARTS = (
    ("speaker_mention", iri(NG.speakerMention), iri(NG.speakerEvidence)),
    ("cue", iri(NG.cue), iri(NG.cueEvidence)),
    ("frame", iri(NG.frame), iri(NG.frameEvidence)),
    ("addressee", iri(NG.addresseeMention), iri(NG.addresseeEvidence)),
)


def statement_iris(sheet: Sheet, statements: tuple[Statement, ...]) -> list[str]:
    """Return the IRIs of statements: hash of type, normalised text, speaker mention and running number."""
    keys = (
        (s.type.value, normalised(s.text(sheet.text)), join_spans(sheet.text, s.speaker_mention))
        for s in statements
    )
    return [f"{sheet.iri}/statement/{name}" for name in numbered(keys)]


def proposal_iris(sheet: Sheet, proposals: tuple[Proposal, ...]) -> list[str]:
    """Return the IRIs of proposals: hash of normalised text, the proposers' names and running number."""
    keys = ((normalised(p.text(sheet.text)), *(agent.name for agent in p.proposers)) for p in proposals)
    return [f"{sheet.iri}/proposal/{name}" for name in numbered(keys)]


def add_statements(sheet: Sheet, annotations: Annotations, agents: Agents) -> list[str]:
    """Add every statement and return their terms in the order of the annotations."""
    nodes = [iri(name) for name in statement_iris(sheet, annotations.statements)]
    for node, statement in zip(nodes, annotations.statements, strict=True):
        _add_statement(sheet, node, statement, agents)
        if statement.nested_in is not None:
            sheet.add(node, _NESTED_IN, nodes[statement.nested_in])
        if statement.continues is not None:
            sheet.add(node, _CONTINUES, nodes[statement.continues])
    return nodes


def _add_statement(sheet: Sheet, node: str, statement: Statement, agents: Agents) -> None:
    speakers = agents.acting(statement.speakers)
    sheet.add_all(node, A, _STATEMENT_CLASSES)
    sheet.add(node, _TYPE, _TYPES[statement.type])
    sheet.add_all(node, _MEDIUM, [_MEDIA[medium] for medium in statement.media])
    sheet.add_all(node, _SPEAKER, speakers)
    if speakers and statement.speaker_reason:
        sheet.add(node, _SPEAKER_REASON, string(statement.speaker_reason))
        sheet.confidence(node, statement.speaker_confidence, _SPEAKER_CONFIDENCE)
    sheet.add_all(node, _ADDRESSEE, agents.nodes(statement.addressees))
    sheet.add_all(node, _REPORTED_BY, agents.acting(statement.reported_by))
    if statement.type is StatementType.DIRECT:
        sheet.add(node, A, _QUOTATION)
        sheet.add_all(node, _SPOKEN_BY, speakers)
        sheet.add(node, _QUOTED_FROM, sheet.node)
    if statement.denial:
        sheet.add(node, A, _DENIAL)
    _add_common(sheet, node, statement)
    for field, words, places in _PARTS:
        _add_part(sheet, node, getattr(statement, field), (words, places))


def _add_part(sheet: Sheet, node: str, spans: tuple[Span, ...], terms: tuple[str, str]) -> None:
    if not spans:
        return
    words, places = terms
    if sheet.words:
        sheet.add(node, words, string(join_spans(sheet.text, spans)))
    sheet.evidence(node, spans, places)


def _add_common(sheet: Sheet, node: str, found: Statement | Proposal) -> None:
    sheet.add(node, _PART_OF, sheet.node)
    if sheet.words:
        sheet.add(node, _TEXT, string(found.text(sheet.text)))
    if found.rule:
        sheet.add(node, _FOUND_BY, string(found.rule))
    sheet.confidence(node, found.confidence)
    sheet.evidence(node, found.spans)


def add_proposals(sheet: Sheet, annotations: Annotations, agents: Agents, statements: list[str]) -> None:
    """Add every proposal; `statements` are the terms of the statements that they are expressed in."""
    names = proposal_iris(sheet, annotations.proposals)
    for name, proposal in zip(names, annotations.proposals, strict=True):
        node = iri(name)
        sheet.add_all(node, A, _PROPOSAL_CLASSES)
        sheet.add(node, _ILLOCUTION, _ILLOCUTIONS[proposal.illocution])
        sheet.add_all(node, _PROPOSER, agents.acting(proposal.proposers))
        if not proposal.proposers:
            sheet.add(node, A, _UNATTRIBUTED)
        sheet.add_all(node, SUPPORTER, agents.acting(proposal.supporters))
        sheet.add_all(node, OPPONENT, agents.acting(proposal.opponents))
        sheet.add_all(node, _ADDRESSEE, agents.nodes(proposal.addressees))
        sheet.add_all(node, _REPORTED_BY, agents.acting(proposal.reported_by))
        sheet.add_all(node, _EXPRESSED_IN, [statements[index] for index in proposal.expressed_in])
        for spans in proposal.repetitions:
            sheet.evidence(node, spans, _REPEATED_IN)
        _add_common(sheet, node, proposal)
