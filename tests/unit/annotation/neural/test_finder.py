from __future__ import annotations

import json
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import Found, NameLabel
from newsgraph.annotation.neural.agreement import agree
from newsgraph.annotation.neural.combine import is_name, is_plausible
from newsgraph.annotation.neural.finder import JointFinder, ModelFinder
from newsgraph.annotation.neural.layers import COLUMNS, Layer, columns
from newsgraph.annotation.neural.manifest import Trust
from newsgraph.annotation.rules import RuleFinder
from newsgraph.readers import article_from_text
from training.export import Card, export

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from tests.conftest import CallCounter
    from tokenizers import Tokenizer

    from newsgraph.model import Body, Person, Place

PARAGRAPH = (
    "„Die alte Mauer hält nicht“, sagte Bürgermeisterin Erika Sandmann in Kiel. Das Geld sei da. "
    "Sie wies den Vorwurf der 😀-Fraktion zurück, ½ der Mittel fehle. "
    "Cafe\u0301s, das Cafe\u0301 und Straßen blieben offen.\n\n"
)


def find(folder: Path, text: str, threads: int = 1) -> Found:
    return ModelFinder(folder, threads).find(build_document(article_from_text(text)))


def test_spans_are_those_of_the_text_whatever_characters_it_has(model_folder: Path) -> None:
    found = find(model_folder, PARAGRAPH)
    assert found.quotes
    assert found.names
    for span in [s for q in found.quotes for s in q.spans] + [n.span for n in found.names]:
        assert span.of(PARAGRAPH) == span.of(PARAGRAPH).strip()
        assert not (PARAGRAPH[span.end - 1].isalnum() and PARAGRAPH[span.end].isalnum())
        assert PARAGRAPH[span.end] != "\u0301"


def test_a_long_text_is_read_in_windows_to_its_end(model_folder: Path) -> None:
    text = PARAGRAPH * 30
    found = find(model_folder, text)
    ends = [quote.spans[-1].end for quote in found.quotes]
    assert max(ends) > len(text) - len(PARAGRAPH)
    assert [q.spans[0].start for q in found.quotes] == sorted(q.spans[0].start for q in found.quotes)


def test_the_number_of_threads_changes_nothing(model_folder: Path) -> None:
    assert find(model_folder, PARAGRAPH * 5, threads=1) == find(model_folder, PARAGRAPH * 5, threads=4)


@pytest.mark.parametrize("text", ["", "\n\n", "…", "\u200b", "ja, " * 500, "x" * 100])
def test_texts_without_sentences_give_nothing_impossible(model_folder: Path, text: str) -> None:
    found = find(model_folder, text)
    assert all(span.end <= len(text) for quote in found.quotes for span in quote.spans)


def test_headlines_have_names_but_no_statements(model_folder: Path) -> None:
    source = "bote.example, 4. Mai 2024\n\nhttps://bote.example/a\n\n" + "Streit um Geld: Kiel wehrt sich\n\n"
    from newsgraph.readers import article_from_text as read  # noqa: PLC0415

    article = read(source + PARAGRAPH)
    found = ModelFinder(model_folder).find(build_document(article))
    assert all(quote.spans[0].start >= len(article.headline) for quote in found.quotes)


def test_the_model_is_told_what_others_find(model_folder: Path) -> None:
    document = build_document(article_from_text(PARAGRAPH))
    finder = ModelFinder(model_folder, 1)
    told = finder.told(document, RuleFinder().find(document).quotes)
    assert told != finder.find(document) == finder.told(document, None)


def changed(folder: Path, to: Path, **values: object) -> Path:
    """Return a copy of a model that says something else of itself."""
    shutil.copytree(folder, to)
    file = to / "model.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(said | values), encoding="utf-8")
    return to


@pytest.mark.parametrize("hinted", [False, True])
def test_rules_and_model_are_put_together_as_the_model_says(
    model_folder: Path, tmp_path: Path, *, hinted: bool
) -> None:
    trust = {"parts_of_rules": False, "drop": True, "added": 0.2, "names": 0.3}
    folder = changed(model_folder, tmp_path / "other", hinted=hinted, trust=trust)
    document = build_document(article_from_text(PARAGRAPH))
    rules = RuleFinder().find(document)
    said = ModelFinder(model_folder, 1).told(document, rules.quotes if hinted else None)
    together = JointFinder(folder, 1).find(document)
    believed = Trust(parts_of_rules=False, drop=True, added=0.2, names=0.3)
    asked = partial(is_name, document), partial(is_plausible, document)
    assert together == agree(rules, said, believed, *asked)
    assert together not in {rules, said}


def test_a_model_that_trusts_itself_in_nothing_leaves_what_the_rules_find(
    model_folder: Path, tmp_path: Path
) -> None:
    folder = changed(model_folder, tmp_path / "other", trust={"added": 1.1, "names": 1.1})
    document = build_document(article_from_text(PARAGRAPH))
    found, rules = JointFinder(folder, 1).find(document), RuleFinder().find(document)
    assert found.names == rules.names
    assert [q.spans for q in found.quotes] == [q.spans for q in rules.quotes]


def test_everything_else_works_over_what_the_model_finds(model_folder: Path) -> None:
    finder = ModelFinder(model_folder, 1)
    annotations = annotate_article(article_from_text(PARAGRAPH * 2), finder)
    assert annotations.statements
    assert all(statement.rule.startswith("model") for statement in annotations.statements)
    assert annotations.annotator == finder.name == JointFinder(model_folder).name == "random 1"
    assert annotations.model_digest == finder.digest == JointFinder(model_folder).digest
    bearers: list[Person | Body | Place] = [*annotations.persons, *annotations.organisations]
    bearers += [*annotations.countries, *annotations.places]
    names = {span: name.rule for name in finder.find(build_document(annotations.article)).names
             for span in (name.span,)}  # fmt: skip
    told = {m.rule for b in bearers for m in b.mentions if m.spans[0] in names}
    assert told == {"model"}


def test_names_are_those_of_the_three_kinds(
    tmp_path: Path, random_weights: dict[str, NDArray[np.float32]], small_tokenizer: Tokenizer
) -> None:
    where = columns(Layer.NAMES)
    bias = random_weights["tags.bias"].copy()
    bias[where.start + 7] = 50  # everything is another kind of name
    weights = random_weights | {"tags.bias": bias}
    export(weights, small_tokenizer, Card("other", "1", "CC0-1.0"), tmp_path, heads=4)
    assert find(tmp_path, PARAGRAPH).names == ()
    bias[where.start + 7] = -50
    bias[where.start + 1] = 50
    export(weights, small_tokenizer, Card("persons", "1", "CC0-1.0"), tmp_path / "persons", heads=4)
    assert {name.label for name in find(tmp_path / "persons", PARAGRAPH).names} == {NameLabel.PERSON}
    assert bias.shape == (COLUMNS,)


def test_work_grows_with_the_text_and_not_with_its_square(
    model_folder: Path, count_calls: CallCounter
) -> None:
    finder = ModelFinder(model_folder, 1)

    def calls(times: int) -> int:
        document = build_document(article_from_text(PARAGRAPH * times))
        return count_calls(lambda: finder.find(document))

    calls(1)
    assert calls(120) < 8 * calls(20)
