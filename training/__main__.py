"""The command: `python -m training fit RECIPE --data FOLDER --work FOLDER`."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

_LOG = logging.getLogger(__name__)

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

Data = Annotated[Path, typer.Option(help="The folder of the corpora that are not our own.")]
Work = Annotated[Path, typer.Option(help="Where checkpoints, logs and weights are kept.")]


@app.callback()
def main() -> None:
    """Train the models of newsgraph."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


@app.command()
def vocabulary(data: Data, out: Annotated[Path, typer.Option(help="The file to write.")]) -> None:
    """Choose the pieces of the vocabulary and write their numbers, one a line."""
    from training.encoder import find_weights, load_encoder
    from training.texts import read_texts
    from training.vocabulary import choose_pieces

    kept = choose_pieces(load_encoder(find_weights()), read_texts(data))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(f"{number}\n" for number in kept), encoding="utf-8")


@app.command()
def fit(
    recipe: Annotated[str, typer.Argument(help="de or de-research")],
    data: Data,
    work: Work,
    threads: Annotated[int, typer.Option(help="Threads; 0 lets PyTorch choose.")] = 0,
    device: Annotated[str, typer.Option(help="cpu or cuda")] = "cpu",
) -> None:
    """Train a model; goes on where an earlier run of the same recipe stopped."""
    import torch

    from training.corpora import read_corpus
    from training.encoder import find_weights, load_encoder
    from training.fit import fit as run
    from training.hints import add_hints
    from training.network import build_network
    from training.recipe import load_recipe
    from training.vocabulary import build_tokenizer

    if threads:
        torch.set_num_threads(threads)
    plan = load_recipe(recipe)
    torch.manual_seed(plan.seed)
    encoder = load_encoder(find_weights())
    pieces = work.parent / "vocabulary.txt"
    if not pieces.is_file():
        vocabulary(data, pieces)
    kept = [int(line) for line in pieces.read_text(encoding="utf-8").split()]
    tokenizer = build_tokenizer(encoder, kept)
    names = plan.corpora
    begun = time.monotonic()
    corpora = {name: read_corpus(name, data) for name in names}
    for name in names:
        if name in plan.hinted:
            corpora[name] = add_hints(corpora[name], work.parent / f"hints-{name}.json")
    _LOG.info(
        "read %s in %.0f s", json.dumps({n: len(e) for n, e in corpora.items()}), time.monotonic() - begun
    )
    network = build_network(encoder, kept, plan.dropout)
    run(plan, network, tokenizer, corpora, work, device=device)


@app.command()
def export(
    recipe: Annotated[str, typer.Argument(help="de or de-research")],
    data: Data,
    work: Work,
    out: Annotated[Path, typer.Option(help="The model's folder.")],
    full: Annotated[bool, typer.Option("--full", help="In full precision, to compare.")] = False,
) -> None:
    """Write the trained model as newsgraph loads it, its confidence calibrated on articles set aside."""
    import torch

    from newsgraph.annotation.neural.finder import ModelFinder
    from training.calibrate import Told, curve, error_of, fit_line, judge
    from training.corpora import read_corpus
    from training.encoder import find_weights, load_encoder
    from training.export import Card, write_card
    from training.export import export as write
    from training.loss import TABLE_SCALE
    from training.recipe import load_recipe
    from training.vocabulary import build_tokenizer

    plan = load_recipe(recipe)
    encoder = load_encoder(find_weights())
    kept = [int(line) for line in (work.parent / "vocabulary.txt").read_text(encoding="utf-8").split()]
    weights = {
        name: value.float().numpy()
        for name, value in torch.load(work / "averaged.pt", weights_only=True).items()
    }
    for table in ("distance", "agreement"):
        weights[table] = weights[table] * TABLE_SCALE
    card = Card(plan.title, plan.version, plan.licence, hinted=bool(plan.hinted), trust=plan.trust)
    sizes = encoder.sizes
    write(
        weights,
        build_tokenizer(encoder, kept),
        card,
        out,
        heads=sizes.heads,
        epsilon=sizes.epsilon,
        quantised=not full,
    )
    held_out = [example for name in plan.held_out for example in read_corpus(name, data)]
    judged = judge(Told(out) if plan.hinted else ModelFinder(out), held_out)
    lines = {}
    for label in sorted({one.label for one in judged}):
        own = [one for one in judged if one.label == label]
        lines[label] = fit_line(own)
        _LOG.info("%s: %s over %d, error before %.3f", label, lines[label], len(own), error_of(curve(own)))
    write_card(replace(card, calibration=lines), out, weights["distance"], weights["agreement"])


@app.command()
def card(
    recipe: Annotated[str, typer.Argument(help="de or de-research")],
    data: Data,
    out: Annotated[Path, typer.Option(help="The model's folder.")],
) -> None:
    """Measure a model and write its card: the text of `training/cards` with the figures of today."""
    from training.report import report

    template = Path(__file__).parent / "cards" / f"{recipe}.md"
    figures = "\n".join(report(out, data)).strip()
    text = template.read_text(encoding="utf-8").replace("{{figures}}", figures)
    (out / "README.md").write_text(text, encoding="utf-8")


@app.command()
def make(  # noqa: PLR0913, PLR0917  an option is an argument
    recipe: Annotated[str, typer.Argument(help="de or de-research")],
    data: Data,
    work: Work,
    out: Annotated[Path, typer.Option(help="The model's folder.")],
    threads: Annotated[int, typer.Option(help="Threads; 0 lets PyTorch choose.")] = 0,
    device: Annotated[str, typer.Option(help="cpu or cuda")] = "cpu",
) -> None:
    """Do it all: train, export, calibrate, measure, write the card."""
    fit(recipe, data, work, threads, device)
    export(recipe, data, work, out)
    card(recipe, data, out)


@app.command()
def known(
    data: Annotated[Path, typer.Option(help="The folder of the gazetteers.")],
    out: Annotated[Path, typer.Option(help="The folder of the word lists.")],
) -> None:
    """Write the tables of known people and bodies that newsgraph ships; needs no PyTorch."""
    from training.known.build import build_tables

    build_tables(data, out)


if __name__ == "__main__":
    app()
