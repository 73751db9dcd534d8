"""The reference of the ontology is what `python docs/ontology/build.py` writes, and holds every term."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from newsgraph.vocab import NG

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "docs" / "ontology"
PAGES = {"en": FOLDER / "index.html", "de": FOLDER / "de.html"}
REWRITE = "run `python docs/ontology/build.py` and look at what changed"


@pytest.fixture(name="ontology", scope="module")
def parsed_ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


@pytest.fixture(name="diagram")
def diagram_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    return import_module("diagram")


def terms(ontology: rdflib.Graph) -> set[str]:
    return {str(term).removeprefix(NG) for term in ontology.subjects(RDFS.isDefinedBy, None)}


def test_the_diagram_is_up_to_date(diagram: ModuleType, ontology: rdflib.Graph) -> None:
    assert (FOLDER / "diagram.svg").read_text(encoding="utf-8") == diagram.draw_diagram(ontology), REWRITE


def test_the_diagram_names_every_class_property_and_concept(ontology: rdflib.Graph) -> None:
    drawn = (FOLDER / "diagram.svg").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", " ".join(re.findall(r"<text[^>]*>(.*?)</text>", drawn))))
    schemes = {"statementTypes", "media", "illocutions", "mentionKinds", "differences"}
    assert terms(ontology) - schemes <= words


def test_a_class_without_a_place_stops_the_drawing(diagram: ModuleType, ontology: rdflib.Graph) -> None:
    more = rdflib.Graph() + ontology
    more.add((rdflib.URIRef(NG.Rumour), RDF.type, OWL.Class))
    with pytest.raises(ValueError, match="ng:Rumour"):
        diagram.draw_diagram(more)


def test_no_two_boxes_of_the_diagram_overlap(diagram: ModuleType, ontology: rdflib.Graph) -> None:
    boxes = diagram.find_boxes(ontology)
    width, height = diagram.place(boxes)
    for box in boxes.values():
        assert 0 < box.x < box.x + box.width < width
        assert 0 < box.y < box.y + box.height < height
        for other in boxes.values():
            apart = box is other or box.column != other.column
            assert apart or box.y + box.height < other.y or other.y + other.height < box.y, (box, other)


def test_the_pages_are_up_to_date(tmp_path: Path) -> None:
    pylode = pytest.importorskip("pylode", reason="pip install '.[ontology]' brings what writes the pages")
    if pylode.__version__ != "3.3.4":
        pytest.skip("the pages were written with pylode 3.3.4")
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    command = [sys.executable, str(FOLDER / "build.py"), str(tmp_path)]
    subprocess.run(command, check=True, env=env, cwd=ROOT, timeout=300)  # noqa: S603  our own script
    for page in PAGES.values():
        assert page.read_bytes() == (tmp_path / page.name).read_bytes(), REWRITE


@pytest.mark.parametrize("language", PAGES)
def test_a_page_holds_every_term_and_needs_no_network(ontology: rdflib.Graph, language: str) -> None:
    text = PAGES[language].read_text(encoding="utf-8")
    assert f'lang="{language}"' in text
    anchors = set(re.findall(r'id="(\w+)"', text))
    assert terms(ontology) <= anchors
    assert set(re.findall(r'href="#(\w+)"', text)) <= anchors
    assert not re.findall(
        r'<script[^>]* src=|<link[^>]*rel="stylesheet"|src="https?:|@import|url\(http', text
    )


@pytest.mark.parametrize("language", PAGES)
def test_a_page_is_in_one_language(ontology: rdflib.Graph, language: str) -> None:
    text = PAGES[language].read_text(encoding="utf-8")
    for comment in ontology.objects(rdflib.URIRef(NG.surface), RDFS.comment):
        assert isinstance(comment, rdflib.Literal)
        assert (str(comment) in text) == (comment.language == language)
