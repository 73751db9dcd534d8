"""Speakers under a common noun: who is meant, in whole texts."""

from __future__ import annotations

import pytest

import newsgraph

NOUNS = {
    "Rolf Bracht": (
        "Rolf Bracht, der Bürgermeister, versprach Geduld.",
        "Für ihn sei die Brücke sicher, beteuerte das Stadtoberhaupt.",
    ),
    "Ansgar Kehl": (
        "Seniorwirt Ansgar Kehl schimpfte über „Wegelagerer mit Quittung“.",
        "„Früher kam keiner ohne Gruß“, brummte der Methusalem.",
    ),
    "Tilo Sander": (
        "Pfarrer Tilo Sander stellte den Kalender vor.",
        "Im Mai verlangte der Protestant eine Prüfung der Orgel.",
    ),
    "Verein Moorland": (
        "Der Verein Moorland sprang den Pächtern bei.",
        "Torf gehöre in den Boden, hieß es in einer Erklärung.",
    ),
    "Gutachten": (
        "Der Deich blieb gesperrt.",
        "Schuld seien Wühlmäuse, hieß es in einem Gutachten.",
    ),
    "Anna Berg": (
        "Kommissarin Anna Berg mahnte zur Ruhe.",
        "Das Amt werde prüfen, kündigte die Lettin an.",
    ),
    "Nordlicht": (
        "Der Kundenverband ist empört. Die Firma Nordlicht wies das zurück.",
        "Alle seien unterrichtet worden, ließ die Firma aus Lübeck wissen.",
    ),
    "Petra Vogt": (
        "Der Hafenverein ist zufrieden. Dann kam Petra Vogt zu Wort.",
        "Als die Kapitänin davon hörte, soll sie geantwortet haben: „Das war die Titanic auch.“",
    ),
    "Medienberichte": (
        "Es schneite.",
        "Medienberichten zufolge sind zwei Seeleute verletzt worden.",
    ),
    "Ole Lind": (
        "„Es reicht“, sagte Petra Vogt.",
        "Und Ole Lind? „Ich bleibe.“",
    ),
    "Ole Lindner": (
        "Der Wirt Ole Lindner steht am Tresen. „Es reicht“, sagte Petra Vogt. Ole Lindner nickt.",
        "Was er dazu sagt? „Ich bleibe.“",
    ),
    "Ole Lindemann": (
        "Petra Vogt mahnte zur Eile.",
        "Beifall erhielt sie von Ole Lindemann: „Endlich sagt es jemand.“",
    ),
    "Synodaler": (
        "Der Saal war voll.",
        "Laut einem Synodalen, der seinen Namen verschwieg, fehlen neun Helfer.",
    ),
    "Landesbetrieb": (
        "Die Reederei Abendrot wartet. Beim Landesbetrieb hält man das für abwegig.",
        "Die Kräne seien vermietet, hieß es dort.",
    ),
    "Landesschülervertretung": (
        "Der Lehrerverband schweigt. Bei der Landesschülervertretung ist man skeptisch.",
        "Es sei zu früh, sagte Ute Ley (SPD). Das sei falsch, teilte ihre Organisation mit.",
    ),
    "Inselradio": (
        "Die Sender NOK und WAK freuten sich.",
        "Man höre das gern, hieß es beim Inselradio.",
    ),
    "Berliner Regierungskreise": (
        "Es ist still.",
        "In Berliner Regierungskreisen rechnet man damit, dass ein Zeichen eintrifft.",
    ),
    "Bahnsprecher": (
        "Die Gleise seien alt, sagte ein Bahnsprecher.",
        "Das sei teuer, wandte der Sprecher der Bahn ein.",
    ),
    "Delegierter der kaum bekannten Insel": (
        "Der Saal war voll.",
        "Ein Delegierter der kaum bekannten Insel nannte das „blanken Hohn“.",
    ),
}


def speakers(text: str) -> list[str]:
    statements = newsgraph.annotate(text, model="rules").statements
    return ["+".join(a.name for a in s.speakers) for s in statements if s.nested_in is None]


@pytest.mark.parametrize("name", NOUNS)
def test_who_speaks_under_a_noun(name: str) -> None:
    assert speakers(" ".join(NOUNS[name]))[-1] == name


def test_a_role_may_come_before_the_name_that_bears_it() -> None:
    text = "Der Leitende Notar drohte mit einer Absage.\n\nDas dauere, erklärte der Notar, Edgar Simmel."
    assert speakers(text) == ["Edgar Simmel", "Edgar Simmel"]


def test_an_indefinite_role_is_somebody_new() -> None:
    text = "Minister Jan Petersen sagte, es gehe voran. Es gehe nicht voran, sagte ein Minister."
    assert speakers(text) == ["Jan Petersen", "Minister"]


def test_a_compound_of_angaben_finds_the_body_named_later() -> None:
    text = (
        "Nach Gewerkschaftsangaben fehlten tausend Leute.\n\n"
        "Die Gewerkschaft Bau und Boden forderte mehr Geld."
    )
    assert speakers(text)[0] == speakers(text)[1] != ""


def test_man_is_no_speaker_that_could_be_known() -> None:
    notes = newsgraph.annotate("Man nimmt an, dass Biber den Damm gebaut haben.", model="rules")
    assert notes.statements
    assert notes.notices == ()


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Die Straße sei gesperrt, sagte ein Polizeisprecher.", "Polizei"),
        ("Man sei sich einig, sagte eine EU-Diplomatin.", "Europäische Union"),
        ("Das Angebot gebe es nicht, sagte ein Regierungssprecher in Riga.", "Lettland"),
        (
            "Verkehrsminister Jan Petersen kennt den Fall. Man prüfe, sagte ein Sprecher seines Hauses.",
            "Verkehrsministerium",
        ),
        ("Es fehle an Personal, sagte eine Sprecherin der Nationalen Messstelle.", "Nationale Messstelle"),
        ("Das sei ihm gleich, sagte ein Passant.", None),
    ],
)
def test_whom_a_speaker_without_a_name_speaks_for(text: str, body: str | None) -> None:
    agents = [a for s in newsgraph.annotate(text, model="rules").statements for a in s.speakers]
    assert [b.name for a in agents for b in getattr(a, "speaks_for", ())] == ([body] if body else [])


def test_what_is_learnt_from_circles_is_their_word() -> None:
    text = "Der Umsatz falle, erfuhr diese Zeitung aus Kreisen der EU-Kommission."
    assert speakers(text) == ["Kreise der EU-Kommission"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nach jüngsten Zählungen von gestern fehlen viele Biber.", None),
        ("Laut der Website „moorblick.example“ fehlen viele Biber.", ["moorblick.example"]),
        ("Nach Angaben von Ole Lind, einem Manager der Firma, fehlen viele Biber.", ["Ole Lind"]),
        ("Anfang Februar hatten 600 Soldaten den Rücktritt des Obersts gefordert.", None),
        (
            "Während alle warten, fordert die Vorsitzende des Chors, Petra Vogt, für den Saal eine Heizung.",
            ["Petra Vogt"],
        ),
    ],
)
def test_mentions_end_where_the_noun_phrase_does(text: str, names: list[str] | None) -> None:
    found = speakers(text)
    assert found
    assert "Anfang" not in " ".join(found)
    if names is not None:
        assert found == names


def test_an_unknown_source_does_not_borrow_the_neighbour() -> None:
    text = "„Es reicht“, sagte Petra Vogt. Nach Angaben von n24 fehlen viele Biber."
    assert speakers(text)[1] != "Petra Vogt"


def test_before_zufolge_stands_no_subject() -> None:
    text = "Das Institut Nordlicht hat gefragt. Im Schnitt sparen die Nutzer der Erhebung zufolge viel Zeit."
    assert speakers(text) == ["Institut Nordlicht"]


def test_a_foreign_paper_gets_no_german_ending() -> None:
    text = "Rom zögere, schreibt der „Corriere dello Stretto“."
    assert speakers(text) == ["Corriere dello Stretto"]


def test_speakers_without_a_name_who_speak_for_two_bodies_are_two() -> None:
    text = (
        "Die Polizei sucht Zeugen. Es gebe keine Spur, sagte ein Sprecher.\n\n"
        "Die Feuerwehr half. Das Feuer sei aus, sagte ein Sprecher."
    )
    notes = newsgraph.annotate(text, model="rules")
    assert [b.name for a in notes.anonymous for b in a.speaks_for] == ["Polizei", "Feuerwehr"]
    assert notes.statements[0].speakers != notes.statements[1].speakers
    nodes = {str(q.subject) for q in newsgraph.build(notes).quads() if "AnonymousAgent" in str(q.object)}
    assert len(nodes) == 2
