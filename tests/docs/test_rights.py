"""What the page on rights, privacy and provenance says is so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from newsgraph.vocab import PREFIXES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NEWSGRAPH_MODEL": "rules"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """Return what the command of the page writes."""
    place = tmp_path_factory.mktemp("rights")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    (command,) = re.findall(r"```sh\nnewsgraph (.*?)\n```", PAGE)
    line = f"{sys.executable} -m newsgraph {command}"
    subprocess.run(line, shell=True, cwd=place, check=True, capture_output=True, env=ENVIRONMENT)  # noqa: S602  our page
    store = ox.Store()
    for name, form in (("rights.trig", ox.RdfFormat.TRIG), ("rights-dataset.ttl", ox.RdfFormat.TURTLE)):
        store.bulk_load((place / name).read_bytes(), form)
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    prefixes = "".join(f"PREFIX {name}: <{space}> " for name, space in PREFIXES.items())
    return bool(store.query(f"{prefixes} ASK {{ {pattern} }}", use_default_graph_as_union=True))


@pytest.mark.parametrize(
    "pattern",
    [
        "?a a schema:NewsArticle ; schema:license <https://spreebogen-post.example/nutzung>",
        "?a a schema:NewsArticle ; schema:copyrightHolder/schema:name 'Spreebogen-Post GmbH'",
        "GRAPH ?g { ?g dcterms:license <https://creativecommons.org/licenses/by/4.0/> }",
        "GRAPH ?g { ?g dcterms:rightsHolder/schema:name 'Pressearchiv Beispielstadt' }",
        "?d a dcat:Dataset, void:Dataset ; dcterms:publisher ?p ; dcterms:rightsHolder ?p",
        "?d dcterms:hasPart ?g . GRAPH ?g { ?a a schema:NewsArticle } ?g ng:graphDigest ?digest",
        "?a prov:wasAssociatedWith <https://w3id.org/newsgraph/version/0.1.0> ; prov:used/ng:sourceDigest ?d",
    ],
)
def test_the_command_writes_what_the_page_says(written: ox.Store, pattern: str) -> None:
    assert ask(written, pattern)


def test_the_rights_of_the_article_are_not_those_of_the_data(written: ox.Store) -> None:
    assert not ask(written, "?a a schema:NewsArticle ; dcterms:license ?l")
    assert not ask(written, "?g prov:wasGeneratedBy ?x ; schema:license ?l")


def test_every_term_of_the_page_is_one(written: ox.Store) -> None:
    known = (ROOT / "ontology" / "newsgraph.ttl").read_text(encoding="utf-8")
    terms = set(re.findall(r"`(ng:\w+)`", PAGE))
    assert len(terms) > 8
    assert all(f"\n{term} a " in known for term in terms), terms
    for term in ("schema:license", "dcterms:rightsHolder", "ng:textLength", "ng:sourceDigest"):
        assert term in PAGE
        assert ask(written, f"?x {term} ?y")
