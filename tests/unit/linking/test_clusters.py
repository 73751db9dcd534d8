"""Which IRI of several stands for all, whatever the base of the data."""

from __future__ import annotations

import pytest

from newsgraph.linking.clusters import standing


@pytest.mark.parametrize("base", ["https://a.example/", "https://a.example/data#", "urn:example:"])
def test_an_iri_that_articles_share_stands_for_one_of_an_article(base: str) -> None:
    shared, own = f"{base}person/ada-beispiel", f"{base}article/0123456789abcdef/person/beispiel"
    assert min((own, shared), key=standing) == shared
