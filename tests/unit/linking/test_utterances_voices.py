"""Whose words can be one mouth's: the same person, a surname, a body; never two different names."""

from __future__ import annotations

import pytest

from newsgraph.linking.utterances_voices import Accord, compare_voices, read_voices
from newsgraph.model import BodyRecord, SpeakerRecord

POLICE = BodyRecord("https://data.example/organization/polizei-kiel", "Polizei Kiel")
POLICE_SHORT = BodyRecord("https://data.example/organization/polizei", "Polizei")
WATER = BodyRecord("https://data.example/organization/wasserverband", "Wasserverband")
WATER_LONG = BodyRecord("https://data.example/organization/wasserverband-hagenau", "Wasserverband Hagenau")
FIRE = BodyRecord("https://data.example/organization/werkfeuerwehr", "Werkfeuerwehr")
FIRE_KNOWN = BodyRecord("https://data.example/organization/wehr", "Wehr", (FIRE.iri,))


def person(
    name: str, *bodies: BodyRecord, identity: str = "", other_names: tuple[str, ...] = ()
) -> SpeakerRecord:
    iri = f"https://data.example/person/{name.lower().replace(' ', '-')}"
    family = name.rsplit(maxsplit=1)[-1] if " " in name else ""
    names = (name, *other_names)
    return SpeakerRecord(iri, names, identity or iri, is_person=True, bodies=bodies, family_name=family)


def body(record: BodyRecord) -> SpeakerRecord:
    return SpeakerRecord(record.iri, (record.name,), record.iri, bodies=(record,))


def nameless(name: str, *bodies: BodyRecord) -> SpeakerRecord:
    iri = f"https://data.example/article/1/agent/{name.lower()}"
    return SpeakerRecord(iri, (name,), iri, is_anonymous=True, bodies=bodies)


MERKEL = person("Angela Merkel")


@pytest.mark.parametrize(
    ("one", "other", "accord"),
    [
        (MERKEL, MERKEL, Accord.SAME_SPEAKER),
        (MERKEL, person("A. Merkel", identity=MERKEL.iri), Accord.SAME_SPEAKER),
        (MERKEL, person("Merkel"), Accord.SAME_NAME),
        (MERKEL, person("Max Merkel"), Accord.CLASH),
        (MERKEL, person("Erika Muster"), Accord.CLASH),
        (person("Eugenia Wolkowa", other_names=("Jewgenija Volkova",)), person("Volkova"), Accord.SAME_NAME),
        (body(POLICE), body(POLICE), Accord.SAME_BODY),
        (body(POLICE), nameless("Sprecherin", POLICE), Accord.SAME_BODY),
        (body(POLICE), person("Jana Voss", POLICE), Accord.SAME_BODY),
        (body(WATER), body(WATER_LONG), Accord.SAME_BODY),
        (body(POLICE), body(POLICE_SHORT), Accord.UNKNOWN),
        (body(POLICE_SHORT), body(POLICE_SHORT), Accord.UNKNOWN),
        (MERKEL, body(BodyRecord("https://data.example/organization/merkel", "Merkel")), Accord.SAME_BODY),
        (
            MERKEL,
            body(BodyRecord("https://data.example/organization/k", "Kanzlerin Merkel")),
            Accord.SAME_BODY,
        ),
        (body(FIRE), body(FIRE_KNOWN), Accord.SAME_BODY),
        (body(POLICE), body(FIRE), Accord.CLASH),
        (nameless("Sprecher", FIRE), body(POLICE), Accord.CLASH),
        (person("Jana Voss", FIRE), body(POLICE), Accord.UNKNOWN),
        (nameless("Augenzeuge"), nameless("Augenzeuge"), Accord.UNKNOWN),
        (nameless("Augenzeuge"), MERKEL, Accord.UNKNOWN),
    ],
)
def test_how_speakers_go_together(one: SpeakerRecord, other: SpeakerRecord, accord: Accord) -> None:
    first, second = read_voices([one]), read_voices([other])
    assert compare_voices(first, second) is accord
    assert compare_voices(second, first) is accord


def test_one_of_several_speakers_is_enough() -> None:
    both = read_voices([MERKEL, person("Erika Muster")])
    assert compare_voices(both, read_voices([person("Erika Muster")])) is Accord.SAME_SPEAKER


def test_nobody_accords_with_everybody_as_unknown() -> None:
    assert compare_voices(read_voices([]), read_voices([MERKEL])) is Accord.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MERKEL, person("Merkel")),
        (body(WATER), body(WATER_LONG)),
        (MERKEL, body(BodyRecord("https://data.example/organization/merkel", "Merkel"))),
        (body(POLICE), person("Jana Voss", POLICE)),
        (body(FIRE), body(FIRE_KNOWN)),
    ],
)
def test_those_that_accord_share_a_key(one: SpeakerRecord, other: SpeakerRecord) -> None:
    assert read_voices([one]).keys & read_voices([other]).keys
