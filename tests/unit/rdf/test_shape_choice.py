"""Shapes of one's own: in place of the shipped ones, beside them, and what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from newsgraph.errors import ShapesError, UsageError
from newsgraph.model import Severity
from newsgraph.rdf import shape_choice, shapes
from newsgraph.rdf.shape_choice import ShapeChoice, known_profiles
from newsgraph.rdf.shapes import load_shapes
from newsgraph.rdf.validate import FileQuads, validate_graphs

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
@prefix : <urn:x:> .
@prefix ngsh: <https://w3id.org/newsgraph/shapes#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
OWN = f"""{HEAD}
:Own a sh:NodeShape ; sh:targetClass schema:NewsArticle ; sh:property :Own-section .
:Own-section a sh:PropertyShape ; sh:path schema:articleSection ; sh:minCount 1 ;
  sh:message "An article has a section."@en, "Ein Artikel hat ein Ressort."@de .
"""
ARTICLE = "<urn:x:a> a <https://schema.org/NewsArticle> ."
LANGUAGE = "https://w3id.org/newsgraph/shapes#Article-inLanguage"


def written(place: Path, text: str, name: str = "own.ttl") -> Path:
    file = place / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def found(choice: ShapeChoice, language: str = "en") -> dict[str, tuple[Severity, str]]:
    """Return severity and message by shape for an article that says nothing of itself."""
    graph = FileQuads("a.ttl", ox.parse(ARTICLE, format=ox.RdfFormat.TURTLE), ARTICLE, "turtle")
    results = validate_graphs([graph], choice, language=language).results
    return {result.shape: (result.severity, result.message) for result in results}


def test_instead_and_beside(tmp_path: Path) -> None:
    file = written(tmp_path, OWN)
    own = "urn:x:Own-section"
    shipped = set(found(ShapeChoice()))
    assert LANGUAGE in shipped
    assert set(found(ShapeChoice(instead=(file,)))) == {own}
    assert set(found(ShapeChoice(added=(tmp_path,)))) == shipped | {own}
    other = written(tmp_path / "more", OWN.replace(":Own", ":More"))
    assert set(found(ShapeChoice(instead=(file, other)))) == {own, "urn:x:More-section"}


def test_messages_in_a_language(tmp_path: Path) -> None:
    choice = ShapeChoice(instead=(written(tmp_path, OWN),))
    assert found(choice, "de") == {"urn:x:Own-section": (Severity.VIOLATION, "Ein Artikel hat ein Ressort.")}
    assert found(choice, "fr") == {"urn:x:Own-section": (Severity.VIOLATION, "An article has a section.")}
    (rule,) = load_shapes(choice, language="de").rules
    assert rule.message == "Ein Artikel hat ein Ressort."


def test_added_shapes_change_the_severity_of_others_and_switch_them_off(tmp_path: Path) -> None:
    milder = ShapeChoice(added=(written(tmp_path, f"{HEAD} ngsh:Article-inLanguage sh:severity sh:Info ."),))
    assert found(milder)[LANGUAGE][0] is Severity.INFO
    text = f"{HEAD} ngsh:Article-inLanguage sh:deactivated true ."
    off = ShapeChoice(added=(written(tmp_path, text, "off.ttl"),))
    assert set(found(off)) == set(found(ShapeChoice())) - {LANGUAGE}
    names = {rule.shape for rule in load_shapes(off).rules}
    assert names == {rule.shape for rule in load_shapes().rules} - {LANGUAGE}


def test_data_of_others_are_checked_by_shapes_in_place_of_the_shipped_only(tmp_path: Path) -> None:
    file = written(tmp_path, OWN.replace("schema:NewsArticle", "schema:Person"))
    person = "<urn:x:a> a <https://schema.org/Person> ."

    def graphs(choice: ShapeChoice) -> int:
        data = FileQuads("a.ttl", ox.parse(person, format=ox.RdfFormat.TURTLE))
        return validate_graphs([data], choice).graphs

    assert graphs(ShapeChoice(instead=(file,))) == 1
    assert graphs(ShapeChoice(added=(file,))) == 0


def test_profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, OWN, "base.ttl")
    written(tmp_path, OWN.replace(":Own", ":Search"), "profile-search/a.ttl")
    written(tmp_path, OWN.replace(":Own", ":Ontology"), "profile-ontology/a.ttl")
    written(tmp_path, OWN.replace(":Own", ":None"), "profile-none/a.ttl")
    monkeypatch.setattr(shape_choice, "shipped_dir", lambda: tmp_path)
    monkeypatch.setattr(shapes, "_load", shapes._load.__wrapped__)  # it may know the real ones already
    assert known_profiles() == ("ontology", "search")
    assert set(found(ShapeChoice(profiles=("search",)))) == {"urn:x:Own-section", "urn:x:Search-section"}
    assert set(found(ShapeChoice(profiles=("ontology",)))) == {"urn:x:Ontology-section"}
    mine = ShapeChoice((written(tmp_path / "own", OWN.replace(":Own", ":Mine")),), profiles=("search",))
    assert set(found(mine)) == {"urn:x:Mine-section", "urn:x:Search-section"}
    for bad in (ShapeChoice(mine.instead, (), ("ontology",)), ShapeChoice((), (), ("search", "ontology"))):
        with pytest.raises(UsageError, match="stands alone"):
            bad.files()
    for name in ("none", "Search", "../own"):
        with pytest.raises(UsageError, match="known profiles: ontology, search"):
            ShapeChoice(profiles=(name,)).files()


def test_the_shipped_profiles_can_be_loaded() -> None:
    assert "ontology" in known_profiles()
    for name in known_profiles():
        assert load_shapes(ShapeChoice(profiles=(name,))).rules


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("missing", None, "no such folder"),
        ("empty/a.txt", "", "no shapes in this folder"),
        ("a.txt", "", "not a file of shapes"),
        ("a.ttl", "", "no SHACL shapes"),
        ("a.ttl", "<urn:x", "cannot be read"),
        (
            "a.ttl",
            "\n\n<urn:x> <urn:y> <urn:z",
            r"cannot be read: at line 3: Bad syntax \(.*\) \(mend the file",
        ),
        ("a.ttl", OWN.replace("sh:minCount 1", 'sh:minCount "x"'), "ill-formed"),
    ],
)
def test_shapes_that_cannot_be_used(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    file = tmp_path / name if text is None else written(tmp_path, text, name)
    path = file.parent if name.startswith("empty") else file
    for choice in (ShapeChoice(instead=(path,)), ShapeChoice(added=(path,))):
        if said == "no SHACL shapes" and choice.added:
            continue  # what is added may be anything that changes the others, nothing included
        with pytest.raises(ShapesError, match=said) as caught:
            load_shapes(choice)
        assert str(path) in str(caught.value)


def test_ill_formed_shapes_are_told_by_property_and_node_and_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, OWN.replace("sh:minCount 1", 'sh:minCount "x" ; sh:nodeKind sh:Leaf'))
    with pytest.raises(ShapesError) as caught:
        load_shapes(ShapeChoice(instead=(path,)))
    assert "ill-formed shapes: " in caught.value.what
    for said in ("not Literal with datatype xsd:integer (sh:minCount of ", " (sh:nodeKind of "):
        assert said in caught.value.what
    assert capfd.readouterr() == ("", "")


def test_a_file_of_a_profile_takes_the_place_of_that_of_the_same_name(tmp_path: Path) -> None:
    shared, other = written(tmp_path, OWN), written(tmp_path, OWN, "other.ttl")
    special = written(tmp_path / "profile-none", OWN)
    written(tmp_path / "profile-search", OWN)
    choice = ShapeChoice(instead=(tmp_path,))
    assert choice.files("text").base == (other, shared)
    assert choice.files("none").base == (other, special)
