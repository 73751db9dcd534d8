"""One article on a terminal: its text with people, statements and proposals marked, and who is who below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from newsgraph.cli import console
from newsgraph.model import Country, StatementType, join_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Agent, Annotations, Organisation, Person, Place, Span

_STYLES = {
    StatementType.DIRECT: "green",
    StatementType.INDIRECT: "cyan",
    StatementType.INDIRECT_FREE_INDIRECT: "cyan italic",
    StatementType.FREE_INDIRECT: "magenta italic",
    StatementType.REPORTED: "blue",
}
_PERSON, _CUE, _PROPOSAL, _GROUND = "bold", "yellow", "underline", "dim"


def print_article(notes: Annotations) -> None:
    """Print an annotated article: the marked text, then statements, proposals and people as lists."""
    console.show(_marked(notes))
    text = notes.article.text
    _heading("Statements")
    for number, statement in enumerate(notes.statements, start=1):
        line = Text(f"{number:>3}  ")
        line.append(f"{_names(statement.speakers) or '(nobody named)'}", _PERSON)
        line.append(f" · {statement.type.value}")
        if statement.cue:
            line.append(f" · {join_spans(text, statement.cue)}", _CUE)
        console.show(line)
        _indented(statement.text(text), _STYLES[statement.type])
    _heading("Proposals")
    for proposal in notes.proposals:
        line = Text(f"  •  {_names(proposal.proposers) or '(nobody named)'}", _PERSON)
        line.append(f" · {proposal.illocution.value}", "not bold")
        console.show(line)
        _indented(proposal.text(text), _PROPOSAL)
        for label, agents in (
            ("supported by", proposal.supporters),
            ("opposed by", proposal.opponents),
            ("reported by", proposal.reported_by),
        ):
            if agents:
                _indented(f"{label} {_names(agents)}")
    _heading("People")
    for person in notes.persons:
        line = Text(f"  •  {person.name}", _PERSON)
        line.append(_about(person), "not bold")
        console.show(line)
        for ground in person.grounds:
            _indented(f"{ground.value}: {ground.reason} ({ground.confidence:.2f})", _GROUND)
    bodies: tuple[Organisation | Country | Place, ...] = (
        *notes.organisations,
        *notes.countries,
        *notes.places,
    )
    console.show(Text(f"\nAlso named: {_names(bodies) or 'nobody'}"))


def _indented(text: str, style: str = "") -> None:
    """Print below a line of a list; what is too long for one line keeps its distance from the edge."""
    console.show(Padding(Text(text, style), (0, 0, 0, 5), expand=False))


def _heading(title: str) -> None:
    console.show(Text(f"\n{title}", "bold reverse"))


def _about(person: Person) -> str:
    parts = [", ".join(person.roles), ", ".join(body.name for body in person.affiliations), *person.same_as]
    return "".join(f" · {part}" for part in parts if part)


def _names(agents: Iterable[Agent | Organisation | Country | Place]) -> str:
    return ", ".join(agent.name for agent in agents)


def _marked(notes: Annotations) -> Text:
    text = Text(notes.article.text)
    for statement in notes.statements:
        _style(text, _STYLES[statement.type], statement.spans)
        _style(text, _CUE, statement.cue)
    for proposal in notes.proposals:
        _style(text, _PROPOSAL, proposal.spans)
    for person in notes.persons:
        for mention in person.mentions:
            _style(text, _PERSON, mention.spans)
    text.stylize("bold", 0, len(notes.article.headline))
    return text


def _style(text: Text, style: str, spans: Iterable[Span]) -> None:
    for span in spans:
        text.stylize(style, span.start, span.end)
