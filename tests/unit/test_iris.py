"""The recipes of names hold for any input."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph import iris
from newsgraph.model import Person, Span


def test_the_hash_is_the_one_of_the_contract() -> None:
    expected = hashlib.sha256("Straße\x1f2".encode()).hexdigest()[:16]
    assert iris.hash_of("Straße", "2") == expected


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Eero Salonen", "eero-salonen"),
        ("Zdeněk Havránek", "zdenek-havranek"),
        ("Jürgen Groß-Öhm", "juergen-gross-oehm"),
        ("Σίμος", "simos"),
        ("ﬁn", "fin"),  # NFKC takes the ligature apart
        ("„Bild“", "bild"),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert iris.slug(name) == slug


def test_a_name_that_leaves_nothing_is_named_by_its_hash() -> None:
    assert iris.slug("…") == iris.hash_of("…")


@given(st.text(min_size=1))
def test_a_slug_is_always_a_piece_of_an_iri(name: str) -> None:
    assert set(iris.slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert iris.slug(name)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://www.Welt.de/A?x=1#y", "https://www.welt.de/A?x=1"),
        ("https://a.example/?utm_source=z&b=2&utm_medium=q", "https://a.example/?b=2"),
        ("https://a.example/?b=%20&c", "https://a.example/?b=%20&c"),
        ("https://a.example/x/", "https://a.example/x/"),
    ],
)
def test_canonical_urls(url: str, canonical: str) -> None:
    assert iris.canonical_url(url) == canonical


def test_an_article_is_named_by_its_url_alone() -> None:
    one = iris.article_hash(url="http://a.example/1", source="a", published=None, headline="x", digest="1")
    two = iris.article_hash(url="https://a.example/1#z", source="b", published="2", headline="y", digest="2")
    assert one == two


def test_without_a_url_everything_else_counts() -> None:
    def named(digest: str) -> str:
        return iris.article_hash(url=None, source="a", published="2020", headline="x", digest=digest)

    assert named("1") != named("2")


def test_encoded_iris_hold_nothing_forbidden() -> None:
    assert iris.encode_iri('http://a.example/ä b<c>"%20') == "http://a.example/%C3%A4%20b%3Cc%3E%22%20"


def test_persons_with_one_name_live_under_their_article() -> None:
    base, article = "https://b.example/", "https://b.example/article/1"
    assert iris.person_iri(base, article, Person("Ann Lee")) == "https://b.example/person/ann-lee"
    assert iris.person_iri(base, article, Person("Lee", local=True)) == f"{article}/person/lee"
    assert (
        iris.person_iri(base, article, Person("Ann Lee", local=True, ordinal=2))
        == f"{article}/person/ann-lee-2"
    )


def test_equal_keys_are_numbered() -> None:
    assert iris.numbered([("a", "b"), ("a", "c"), ("a", "b")]) == [
        iris.hash_of("a", "b", "1"),
        iris.hash_of("a", "c", "1"),
        iris.hash_of("a", "b", "2"),
    ]


def test_evidence_is_named_by_its_offsets() -> None:
    assert iris.span_iri("https://b.example/article/1", Span(3, 9)) == "https://b.example/article/1/span/3-9"


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%C3%A4?x[]=1", "https://a.example/%C3%A4?x%5B%5D=1"),
        ("https://[::1]:80/a", "https://[::1]:80/a"),
        ("https://a.example/#b#c", "https://a.example/#b%23c"),
        ("https://a.example/ä", "https://a.example/%C3%A4"),
    ],
)
def test_an_encoded_iri_holds_only_what_an_iri_may_hold(url: str, encoded: str) -> None:
    assert iris.encode_iri(url) == encoded
    assert iris.encode_iri(encoded) == encoded


@pytest.mark.parametrize("base", ["https://a.example/", "https://a.example/data#", "urn:example:"])
def test_the_article_of_what_lies_under_it(base: str) -> None:
    article = iris.article_iri(base, "0123456789abcdef")
    assert iris.article_of(article) == article
    assert iris.article_of(iris.graph_iri(article)) == article
    assert iris.article_of(f"{base}person/ada") is None
    assert iris.article_of(f"{article}0") is None


@pytest.mark.parametrize("base", ["https://a.example/", "https://a.example/data#", "urn:example:"])
def test_what_a_graph_is_about(base: str) -> None:
    article = iris.article_iri(base, "0123456789abcdef")
    assert iris.about_of(iris.graph_iri(article)) == article
    assert iris.about_of(iris.links_graph_iri(base)) == iris.links_iri(base)
    assert iris.base_of(iris.links_iri(base)) == base
    assert iris.is_links_graph(iris.links_graph_iri(base))
    assert not iris.is_links_graph(iris.graph_iri(article))
