"""The diagram of the ontology's classes and properties, drawn as SVG from the ontology itself.

Only where a class stands is written down here (`COLUMNS`); a class that is missing there stops the drawing,
so that nobody adds one without it. A box lists the properties of its class; lines lead to other columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from newsgraph.vocab import NG, PREFIXES, SCHEMA, prefixed

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS: Final = (
    ("ng:StatementType", "ng:Medium", "ng:Illocution", "ng:MentionKind", "ng:Difference"),
    ("ng:Statement", "ng:Denial", "ng:Proposal", "ng:UnattributedProposal", "ng:Mention", "ng:Link"),
    (
        *("ng:AnonymousAgent", "schema:Person", "schema:Organization", "schema:Country", "schema:Place"),
        *("ng:PersonAspect", "oa:SpecificResource", "schema:NewsArticle", "schema:TextObject"),
        *("prov:Activity", "prov:Entity"),
    ),
)
"""Which class stands in which column, from above: kinds, what the text says, who and where."""

AGENTS: Final = frozenset(COLUMNS[2][:5])
"""Who can speak, propose or be named: in one frame, and one line leads to all of them."""

WIDTHS: Final = (200, 470, 330)
GUTTER: Final = 150
MARGIN: Final = 24
ROW: Final = 18
HEAD: Final = 26
GAP: Final = 22
FRAME: Final = 12
KIND_COLOUR: Final = "#8a5a00"
AGENT_COLOUR: Final = "#1f5f8b"
OTHER_COLOUR: Final = "#7b8794"

STYLE: Final = """
    text { font: 13px "DejaVu Sans", Verdana, sans-serif; fill: #1c2430 }
    .name { font-weight: bold }
    .above, .target { fill: #52606d; font-size: 12px }
    .box { fill: #ffffff; stroke: #52606d }
    .own { fill: #fff8e6 }
    .head { fill: #e4e9f0 }
    .own-head { fill: #ffe3a3 }
    .frame { fill: #eef5fb; stroke: #1f5f8b; stroke-dasharray: 5 3 }
    .line { fill: none; stroke-width: 1.3; opacity: 0.75 }
    .below { fill: none; stroke: #1c2430; stroke-width: 1.5 }
"""


@dataclass(slots=True)
class Box:
    """A class with its rows (what it says, and the classes that this leads to), and where it stands."""

    name: str
    above: str
    rows: list[tuple[str, str, tuple[str, ...]]]
    column: int
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = field(init=False)

    def __post_init__(self) -> None:
        """Work out the height: the head, a line for the class above, and a row each."""
        self.height = HEAD + ROW * (len(self.rows) + bool(self.above)) + (8 if self.rows or self.above else 0)

    def row_y(self, number: int) -> int:
        """Return the height of the middle of a row."""
        return self.y + HEAD + ROW * (number + bool(self.above)) + ROW // 2 + 2


def short(node: object) -> str:
    """Return an IRI with its prefix.

    >>> short("https://w3id.org/newsgraph/ns#cue")
    'ng:cue'
    """
    return prefixed(str(node)) or str(node)


def draw_diagram(ontology: rdflib.Graph) -> str:
    """Return the diagram as SVG. Raises `ValueError` where a class of the ontology has no place in it."""
    boxes = find_boxes(ontology)
    width, height = place(boxes)
    size = f'width="{width}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" role="img">',
        "<title>Classes and properties of the newsgraph ontology</title>",
        f"<style>{STYLE}</style>",
        _arrow_heads(),
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _frame(boxes),
        *(line for box in boxes.values() for line in _lines(box, boxes)),
        *(part for box in boxes.values() for part in _drawn(box)),
        *_subclasses(ontology, boxes),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def find_boxes(ontology: rdflib.Graph) -> dict[str, Box]:
    """Return a box for each class of the ontology and for each foreign class that its properties name."""
    rows: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    named = {short(cls) for cls in ontology.subjects(RDF.type, OWL.Class) if str(cls).startswith(NG)}
    for prop in sorted(_properties(ontology)):
        targets = _ends(ontology, prop, RDFS.range, SCHEMA.rangeIncludes)
        said = " | ".join(target.partition(":")[2] for target in targets)
        for domain in _ends(ontology, prop, RDFS.domain, SCHEMA.domainIncludes):
            rows.setdefault(domain, []).append((prop.removeprefix(NG), said, targets))
            named |= {domain, *(target for target in targets if not target.startswith("xsd:"))}
    for concept, cls in sorted(ontology.subject_objects(RDF.type)):
        if short(cls) in COLUMNS[0]:
            rows.setdefault(short(cls), []).append((str(concept).removeprefix(NG), "", ()))
    placed = {name: number for number, names in enumerate(COLUMNS) for name in names}
    if lost := named - placed.keys():
        raise ValueError(f"no place in the diagram for {', '.join(sorted(lost))}: add it to COLUMNS")
    return {
        name: Box(name, _above(ontology, name), rows.get(name, []), placed[name])
        for names in COLUMNS
        for name in names
        if name in named
    }


def _properties(ontology: rdflib.Graph) -> Iterator[str]:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        yield from (str(p) for p in ontology.subjects(RDF.type, kind) if str(p).startswith(NG))


def _ends(ontology: rdflib.Graph, prop: str, strict: rdflib.URIRef, loose: str) -> tuple[str, ...]:
    node = rdflib.URIRef(prop)
    found = {short(cls) for term in (strict, rdflib.URIRef(loose)) for cls in ontology.objects(node, term)}
    return tuple(sorted(found))


def _above(ontology: rdflib.Graph, name: str) -> str:
    """Return the foreign classes above a class; those of its own are drawn as an arrow."""
    node = rdflib.URIRef(PREFIXES[name.partition(":")[0]] + name.partition(":")[2])
    wider = {short(cls) for cls in ontology.objects(node, RDFS.subClassOf) if not str(cls).startswith(NG)}
    return ", ".join(sorted(wider - {short(SKOS.Concept)}))


def place(boxes: dict[str, Box]) -> tuple[int, int]:
    """Give each box its place, and return the width and height of the whole."""
    bottoms = []
    for number in range(len(COLUMNS)):
        y = MARGIN + FRAME
        for box in (box for box in boxes.values() if box.column == number):
            box.x = MARGIN + FRAME + sum(WIDTHS[:number]) + GUTTER * number
            box.width = WIDTHS[number]
            box.y = y
            ends_frame = box.name == COLUMNS[2][4]
            y += box.height + GAP + (2 * FRAME if ends_frame else 0)
        bottoms.append(y)
    _spread([box for box in boxes.values() if box.column == 0], max(bottoms))
    width = 2 * (MARGIN + FRAME) + sum(WIDTHS) + GUTTER * (len(COLUMNS) - 1) + 40
    return width, max(bottoms) + MARGIN - GAP


def _spread(kinds: list[Box], bottom: int) -> None:
    free = bottom - kinds[-1].y - kinds[-1].height - GAP
    for number, box in enumerate(kinds):
        box.y += free * number // len(kinds)


def _arrow_heads() -> str:
    shape = '<path d="M0,0 L8,4 L0,8 z" fill="{colour}"/>'
    heads = [
        f'<marker id="{name}" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto" '
        f'markerUnits="userSpaceOnUse">{shape.format(colour=colour)}</marker>'
        for name, colour in (("kind", KIND_COLOUR), ("agent", AGENT_COLOUR), ("other", OTHER_COLOUR))
    ]
    heads.append(
        '<marker id="below" markerWidth="15" markerHeight="13" refX="13" refY="6" orient="auto" '
        'markerUnits="userSpaceOnUse"><path d="M1,1 L13,6 L1,11 z" fill="#ffffff" stroke="#1c2430"/></marker>'
    )
    return f"<defs>{''.join(heads)}</defs>"


def _frame(boxes: dict[str, Box]) -> str:
    inside = [box for box in boxes.values() if box.name in AGENTS]
    top, bottom = inside[0].y - FRAME, inside[-1].y + inside[-1].height + FRAME
    x, width = inside[0].x - FRAME, inside[0].width + 2 * FRAME
    return f'<rect class="frame" x="{x}" y="{top}" width="{width}" height="{bottom - top}" rx="8"/>'


def _drawn(box: Box) -> Iterator[str]:
    own = box.name.startswith("ng:")
    yield (
        f'<rect class="box{" own" if own else ""}" x="{box.x}" y="{box.y}" width="{box.width}" '
        f'height="{box.height}" rx="4"/>'
    )
    yield (
        f'<rect class="{"own-head" if own else "head"}" x="{box.x + 1}" y="{box.y + 1}" '
        f'width="{box.width - 2}" height="{HEAD - 2}" rx="3"/>'
    )
    yield f'<text class="name" x="{box.x + 9}" y="{box.y + 18}">{escape(box.name)}</text>'
    if box.above:
        yield f'<text class="above" x="{box.x + 9}" y="{box.y + HEAD + 14}">⊑ {escape(box.above)}</text>'
    for number, (name, said, targets) in enumerate(box.rows):
        y = box.row_y(number) + 4
        mark = "" if not said else ": " if targets[0].startswith("xsd:") else " → "
        target = f'<tspan class="target">{mark}{escape(said)}</tspan>' if said else ""
        yield f'<text x="{box.x + 9}" y="{y}">{escape(name)}{target}</text>'


def _lines(box: Box, boxes: dict[str, Box]) -> Iterator[str]:
    for number, (_, _, targets) in enumerate(box.rows):
        y = box.row_y(number)
        ends = [boxes[target] for target in targets if target in boxes]
        if sum(end.name in AGENTS for end in ends) > 1 and box.column != 2:
            middle = boxes[COLUMNS[2][2]]  # one landing place for all
            yield _curve((box.x + box.width, y), (middle.x - FRAME, middle.y + HEAD // 2), "agent")
            ends = [end for end in ends if end.name not in AGENTS]
        for end in ends:
            if end.column < box.column:
                yield _curve((box.x, y), (end.x + end.width, end.y + HEAD // 2), "kind")
            elif end.column > box.column:
                kind = "agent" if end.name in AGENTS else "other"
                yield _curve((box.x + box.width, y), (end.x, end.y + HEAD // 2), kind)
            elif end is not box and box.column == 2:
                yield _bulge((box.x + box.width, y), (end.x + end.width, end.y + HEAD // 2), "other")


def _curve(start: tuple[int, int], end: tuple[int, int], kind: str) -> str:
    middle = (start[0] + end[0]) // 2
    path = f"M{start[0]},{start[1]} C{middle},{start[1]} {middle},{end[1]} {end[0]},{end[1]}"
    return _line(path, kind)


def _bulge(start: tuple[int, int], end: tuple[int, int], kind: str) -> str:
    out = start[0] + 45
    return _line(f"M{start[0]},{start[1]} C{out},{start[1]} {out},{end[1]} {end[0]},{end[1]}", kind)


def _line(path: str, kind: str) -> str:
    colour = {"kind": KIND_COLOUR, "agent": AGENT_COLOUR, "other": OTHER_COLOUR}[kind]
    return f'<path class="line" d="{path}" stroke="{colour}" marker-end="url(#{kind})"/>'


def _subclasses(ontology: rdflib.Graph, boxes: dict[str, Box]) -> Iterator[str]:
    for narrow, wide in sorted(ontology.subject_objects(RDFS.subClassOf)):
        lower, upper = boxes.get(short(narrow)), boxes.get(short(wide))
        if lower and upper and str(wide).startswith(NG):
            x = lower.x + lower.width // 2
            path = f"M{x},{lower.y} L{x},{upper.y + upper.height}"
            yield f'<path class="below" d="{path}" marker-end="url(#below)"/>'
