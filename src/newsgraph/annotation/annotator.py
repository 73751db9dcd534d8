"""The stages of the annotator in order: document, spans, people, speakers, proposals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.attribution import attribute
from newsgraph.annotation.document import build_document
from newsgraph.annotation.finders import load_finder
from newsgraph.annotation.people import build_cast
from newsgraph.annotation.proposals import find_proposals, with_proposers
from newsgraph.annotation.quotation_marks import find_unclosed
from newsgraph.characters import unveil, veil
from newsgraph.model import Annotations

if TYPE_CHECKING:
    from newsgraph.annotation.finder import Finder
    from newsgraph.lexicon.known import Known
    from newsgraph.model import Article

__all__ = ["annotate_article"]


def annotate_article(
    article: Article, finder: Finder | None = None, known: Known | None = None
) -> Annotations:
    """Return the article with all that was found in it.

    `finder` finds the spans, `known` are the people and bodies that get IRIs (the shipped unless given).

    Spans come from the finder; who is meant by them is worked out here, the same for every finder.
    """
    plain, back = veil(article.text)
    document = build_document(replace(article, text=plain) if back else article)
    finder = finder or load_finder()
    found = finder.find(document)
    attribution = attribute(document, found, build_cast(document, found.names, known))
    cast = attribution.cast
    proposals = find_proposals(document, attribution.statements, cast, attribution.anonymous)
    cast = with_proposers(cast, proposals)
    annotations = Annotations(
        article=article,
        persons=cast.persons,
        organisations=cast.organisations,
        countries=cast.countries,
        places=cast.places,
        anonymous=attribution.anonymous,
        statements=(*attribution.statements, *attribution.relayed),
        proposals=proposals,
        annotator=finder.name,
        model_digest=finder.digest,
        people_digest=known.digest if known is not None else None,
        notices=(*find_unclosed(document), *attribution.notices),
    )
    return replace(unveil(annotations, back), article=article) if back else annotations
