"""The shipped shapes in another engine: pyrudof finds what pyshacl finds, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsgraph.rdf.shape_choice import ShapeChoice

pyrudof = pytest.importorskip("pyrudof", reason="pyrudof, the second SHACL engine, is not installed")

HERE = Path(__file__).parent
SAMPLES = {
    "text": (HERE / "test_shapes_valid.ttl").read_text(encoding="utf-8"),
    "none": (HERE / "test_shapes_valid_none.ttl").read_text(encoding="utf-8"),
    "search": (HERE / "test_shapes_valid_search.ttl").read_text(encoding="utf-8"),
}
LENIENT = '"2024-02-31"^^xsd:date'
"""pyrudof takes every lexical form for a date."""

NEW_KINDS = ("/SPARQL", "/Equals", "/LessThan", "/Disjoint", "Verbatim", "Http")
"""What the engines might see differently: all such cases are compared, of the others some."""


def _engine(profile: str) -> Any:  # noqa: ANN401  pyrudof has no types
    files = ShapeChoice(profiles=("search",) if profile == "search" else ()).files(profile).base
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl(
        "\n".join(path.read_text(encoding="utf-8") for path in files), pyrudof.ShaclFormat.Turtle
    )
    return engine


def _validate(engine: Any, text: str) -> set[str]:  # noqa: ANN401
    engine.reset_data()  # or the file before stays in
    engine.read_data(text, pyrudof.RDFFormat.Turtle)
    return {
        f"{_local(entry.source_shape)}/{_local(entry.constraint_component).removesuffix('ConstraintComponent')}"
        for entry in engine.validate_shacl()
    }


def _local(iri: object) -> str:
    return str(iri).strip("<>").rpartition("#")[2]


def test_pyrudof_agrees() -> None:
    engines = {profile: _engine(profile) for profile in SAMPLES}
    assert all(_validate(engines[profile], text) == set() for profile, text in SAMPLES.items())
    lines = (HERE / "test_shapes_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    searched = (HERE / "test_shapes_cases_search.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) > 250
    few = lines[::5]  # 60 ms each, and the rest is of the same kinds
    few += [
        line
        for line in lines
        if line not in few and any(kind in line.partition("\t")[0] for kind in NEW_KINDS)
    ]
    differing = {}
    for line in (*few, *searched):
        row = line.replace("⏎", "\n").replace("§", "article/1111222233334444").split("\t")
        expected, old, new, profile = row
        found = _validate(engines[profile], SAMPLES[profile].replace(old, new, 1))
        if found != set(expected.strip("-").split()) and new != LENIENT:
            differing[line] = found
    assert differing == {}
