from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.neural.layers import Layer, Role
from newsgraph.model import Medium, Span, StatementType
from training.markup import parse_file, parse_markup
from training.readers.corpus import convert, read

if TYPE_CHECKING:
    from training.scheme import Example, Quotation

_CORPUS = Path(__file__).parents[4] / "training" / "corpus"
_HEAD = """\
=== probe
@hd Küstenblatt | 2022-03-07 | Küstenblatt, 7. März 2022
@url https://www.kuestenblatt.example/kran
@p EL = Eva Lind | Leiterin | Schule
@p OK = Ole von Krug | Minister | Land
@o Polizei; SPD; Polen
@l Kiel; Polen; Siegen
"""


def example(statements: str, paragraph: str, *, headline: str = "Streit um die Schule") -> Example:
    """Return the example of an article of one paragraph."""
    (marked,) = parse_markup(f"{_HEAD}@s {statements}\n---\n{headline}\n\n{paragraph}\n")
    return convert(marked)


def words(found: Example, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(found.text) for span in spans]


def one(found: Example) -> Quotation:
    (quotation,) = found.quotations
    return quotation


def test_the_text_is_what_newsgraph_reads() -> None:
    (marked,) = parse_markup(
        f"{_HEAD}@credit dpa | dpa\n@s 1 I EL\n---\nStreit\n\n[f1:[EL+w1:Lind] [c1:sagte],] [1:es sei] "
        "(Link: https://a.example/1) [1:zu spät] (Link: https://a.example/2) .\n\n## Danach\n\nAlle gingen "
        "nach Hause, und das Licht in der Schule blieb noch lange an, bis der Hausmeister kam.\n"
    )
    found = convert(marked)
    assert found.text.startswith("Streit\n\nLind sagte, es sei zu spät.\n\nDanach\n\nAlle gingen")
    assert "dpa" not in found.text
    assert words(found, one(found).spans) == ["es sei zu spät"]
    assert found.paragraphs == (0, 1, 2, 3)
    assert [s.of(found.text) for s in found.sentences[:2]] == ["Streit", "Lind sagte, es sei zu spät."]
    assert found.layers == frozenset(Layer)
    assert (found.id, found.labels) == ("probe", frozenset({"PER"}))


@pytest.mark.parametrize(
    ("statements", "paragraph", "expected"),
    [
        ("1 D EL", "„[1:Ja]“[f1:, [c1:sagte] [EL+w1:Lind]].", StatementType.DIRECT),
        ("1 I EL", "[1:Das sei gut][f1:, [c1:sagte] [EL+w1:Lind]].", StatementType.INDIRECT),
        ("1 R EL", "[f1:[EL+w1:Lind] [c1:forderte]] [1:mehr Geld].", StatementType.REPORTED),
        ("1 F N", "[1:Lind soll gezögert haben].", StatementType.FREE_INDIRECT),
    ],
)
def test_types(statements: str, paragraph: str, expected: StatementType) -> None:
    assert one(example(statements, paragraph)).type is expected


def test_free_indirect_speech_that_goes_on_has_the_speaker_of_what_it_continues() -> None:
    found = example(
        "1 I EL; 2 F EL ~cont=1; 3 D EL ~cont=2 ~med=writing; 4 F EL ~cont=3",
        "[1:Das sei gut][f1:, [c1:sagte] die Leiterin [EL+w1:Eva Lind]]. [2:Man werde bleiben]. „[3:Alle.]“ "
        "[4:Die Kinder sollen es erst gestern gehört haben].",
    )
    first, second, third, fourth = found.quotations
    assert words(found, first.speaker) == ["die Leiterin Eva Lind"]
    assert first.speaker == second.speaker == third.speaker == fourth.speaker
    assert not second.cue
    assert second.type is StatementType.INDIRECT_FREE_INDIRECT
    assert fourth.type is StatementType.FREE_INDIRECT
    assert first.media == frozenset({Medium.SPEECH})
    assert third.media == frozenset({Medium.WRITING})


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (", [c1:sagte] die Leiterin [EL+w1:Eva Lind] am Montag", "die Leiterin Eva Lind"),
        (", [c1:sagte] am Montag [EL+w1:Eva Lind] in Kiel", "Eva Lind"),
        (", [c1:sagte] am Mittwoch [w1:der Elternrat]", "der Elternrat"),
        (
            ", [c1:sagte] die Leiterin der Schule, [EL+w1:Eva Lind], am Montag",
            "die Leiterin der Schule, Eva Lind",
        ),
        (
            ", [c1:sagte] [EL+w1:Eva Lind], Leiterin der Schule in Kiel",
            "Eva Lind, Leiterin der Schule in Kiel",
        ),
        (", [c1:sagte] [EL+w1:Eva Lind], die bald geht", "Eva Lind"),
        (", [c1:sagte] [EL+w1:Lind] beim Verlassen der Schule", "Lind"),
        (", [c1:sagte] [EL+w1:Eva Lind] (SPD)", "Eva Lind (SPD)"),
        (", [c1:sagte] die 54 Jahre alte [EL+w1:Eva Lind]", "die 54 Jahre alte Eva Lind"),
        (", [c1:sagte] [w1:sie]", "sie"),
        (", [c1:hieß es] in Kiel von Sprecherin [EL+w1:Eva Lind]", "Sprecherin Eva Lind"),
        (", [c1:hieß es] im Landtag [w1:der Opposition]", "Landtag der Opposition"),
        (", [c1:zitierte] der Sender [EL+w1:Lind]", "Lind"),
        (" in einem Aufruf, den [EL+w1:Lind] [c1:verlas]", "Lind"),
        (", dem [w1:Rat] [c1:zufolge]", "dem Rat"),
    ],
)
def test_a_speaker_is_a_whole_noun_phrase(frame: str, expected: str) -> None:
    found = example("1 I EL", f"[1:Das sei gut][f1:{frame}].")
    assert words(found, one(found).speaker) == [expected]


@pytest.mark.parametrize(
    ("paragraph", "cue", "speaker"),
    [
        ("[f1:[w1:Sie] hatte [c1:erklärt],] [1:dass sie bleibe].", ["hatte erklärt"], ["Sie"]),
        (
            "[f1:Wie [w1:die Polizei] [c1:mitteilte],] [1:ist das vorbei].",
            ["Wie", "mitteilte"],
            ["die Polizei"],
        ),
        ("[f1:[w1:Sie] [c1:wies] darauf [c1:hin],] [1:dass es gut sei].", ["wies darauf hin"], ["Sie"]),
        ("[f1:[w1:Sie] [c1:äußerte] sich so:] [1:Es sei gut].", ["äußerte sich"], ["Sie"]),
        ("[f1:[w1:Sie] [c1:sagte] tags darauf in Kiel,] [1:es sei gut].", ["sagte"], ["Sie"]),
        (
            "[f1:[c1:Nach Angaben] [w1:der Polizei]] [1:ist das vorbei].",
            ["Nach"],
            ["Angaben der Polizei"],
        ),
        (
            "[f1:[c1:Nach Ansicht] mehrerer [w1:Eltern]] [1:ist das gut].",
            ["Nach"],
            ["Ansicht mehrerer Eltern"],
        ),
        ("[f1:[w1:Der Polizei] [c1:zufolge]] [1:ist das vorbei].", ["zufolge"], ["Der Polizei"]),
        ("[f1:[w1:Sie] [c1:sagte],] [1:sie habe alles erklärt].", ["sagte"], ["Sie"]),
    ],
)
def test_a_cue_has_all_that_belongs_to_it(paragraph: str, cue: list[str], speaker: list[str]) -> None:
    found = example("1 I EL", paragraph)
    assert words(found, one(found).cue) == cue
    assert words(found, one(found).speaker) == speaker


@pytest.mark.parametrize(
    ("paragraph", "clause"),
    [
        (
            "[f1:[w1:Sie] [c1:forderte] am Montag] [1:mehr Geld] in bar.",
            "Sie forderte am Montag mehr Geld in bar",
        ),
        (
            "Seit Jahren schon [f1:[c1:lehnt] [w1:sie]] [1:den Plan] [f1:[c1:ab]]; er bleibt.",
            "Seit Jahren schon lehnt sie den Plan ab",
        ),
        ("Es regnet, doch [f1:[w1:sie] [c1:forderte]] [1:mehr Geld].", "sie forderte mehr Geld"),
    ],
)
def test_the_clause_of_a_reported_statement(paragraph: str, clause: str) -> None:
    found = example("1 R EL", paragraph)
    assert words(found, one(found).clause) == [clause]


def test_a_second_reported_statement_leaves_the_first_out_of_its_clause() -> None:
    found = example(
        "1 R EL; 2 R EL",
        "[f1+f2:[w1+w2:Sie]] [f1:[c1:nannte]] [1:den Plan falsch] und [f2:[c2:forderte]] [2:mehr Geld].",
    )
    assert [words(found, q.clause) for q in found.quotations] == [
        ["Sie nannte den Plan falsch"],
        ["forderte mehr Geld"],
    ]
    assert not any(q.clause for q in example("1 I N", "[1:Es sei gut].").quotations)


def test_literal_fragments_are_statements_of_their_own() -> None:
    found = example(
        "1 I EL; 2 R EL",
        "[1:Das sei „gut gemeint, aber teuer“ und „[t-title:Der rote Hahn]“ kein „Erfolg“][f1:, [c1:sagte] "
        "[EL+w1:Lind]]. [f2:[w2:Sie] [c2:lobte]] [2:das Stück „Die blaue Tür“].",
    )
    outer, inner, reported = found.quotations
    assert (outer.type, inner.type) == (StatementType.INDIRECT, StatementType.DIRECT)
    assert words(found, inner.spans) == ["gut gemeint, aber teuer"]
    assert (inner.speaker, inner.cue, inner.frame) == (outer.speaker, outer.cue, outer.frame)
    assert reported.type is StatementType.REPORTED
    assert [(layer, s.of(found.text)) for layer, s in found.unknown if layer is Layer.DIRECT] == [
        (Layer.DIRECT, "„Die blaue Tür“")
    ]


def test_derived_fragments_are_those_that_people_marked() -> None:
    marked = [a for part in ("part08", "part10") for a in parse_file(_CORPUS / f"{part}.mk")][::6]
    assert marked
    for article in marked:
        direct = {e.number for e in article.header.statements if e.type.value == "direct"}
        count = sum(q.type is StatementType.DIRECT for q in convert(article).quotations)
        assert count == len(direct), article.slug


def test_names_of_people_are_all_there_and_nothing_else_is_one() -> None:
    found = _named()
    per = [n.span.of(found.text) for n in found.names if n.label == "PER"]
    assert per == ["Lind", "Ole von Krug", "Lind", "Von Krugs"]
    assert [(n.span.of(found.text), n.label) for n in found.names if n.label != "PER"] == [
        ("SPD", "ORG"),
        ("Kiel", "LOC"),
    ]
    unsure = {s.of(found.text) for layer, s in found.unknown if layer is Layer.NAMES}
    assert unsure == {"Evi", "Kiel", "Polen", "Siegen"}


def test_words_that_are_no_names_are_told_so_and_those_that_can_be_are_left_open() -> None:
    found = _named()
    plain = {span.of(found.text) for span in found.plain}
    assert {"Minister", "trafen", "Wagen", "Universität", "nach", "der", "und", ".", "blieb"} <= plain
    assert not plain & {"Ole", "Evi", "SPD", "Kiel"}
    rare = example("1 I EL", "[f1:[w1:Lind] [c1:sagte]], [1:die Wissemühle sei alt].")
    assert "Wissemühle" not in {span.of(rare.text) for span in rare.plain}


def _named() -> Example:
    (marked,) = parse_markup(
        f"{_HEAD}---\n[EL:Lind] bleibt\n\n[OK:Minister] [OK:Ole von Krug] und [OK:der Minister] trafen "
        "[EL:Lind]. [OK:Von Krugs] Wagen blieb stehen. „[EL:Evi]“ und die SPD der Universität Kiel reisten "
        "nach Kiel, nach Polen und Siegen.\n"
    )
    return convert(marked)


def test_an_addressee_that_nobody_marked_is_unknown() -> None:
    found = example("1 R EL", "[f1:[w1:Sie] [c1:warf] der Polizei] [1:Versagen] [f1:[c1:vor]].")
    assert Role.ADDRESSEE not in one(found).known
    assert (Layer.ADDRESSEE, "der Polizei") in [(layer, s.of(found.text)) for layer, s in found.unknown]
    marked = example("1 R EL", "[f1:[w1:Sie] [c1:warf] der [a1:Polizei]] [1:Versagen] [f1:[c1:vor]].")
    assert words(marked, one(marked).addressee) == ["der Polizei"]
    assert one(marked).known == frozenset(Role)
    assert not [s for layer, s in marked.unknown if layer is Layer.ADDRESSEE]


def test_every_span_lies_in_a_sentence_and_means_something(tmp_path: Path) -> None:
    (tmp_path / "a.mk").write_text((_CORPUS / "part10.mk").read_text(encoding="utf-8"), encoding="utf-8")
    examples = list(read(tmp_path))
    assert examples
    for found in examples:
        assert found.quotations
        assert len(found.sentences) == len(found.paragraphs)
        spans = [s for q in found.quotations for role in Role for s in (*q.part(role), *q.clause)]
        for span in (*spans, *(n.span for n in found.names)):
            assert span.of(found.text) == span.of(found.text).strip()
            assert any(s.overlaps(span) for s in found.sentences)
