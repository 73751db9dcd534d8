"""The values refuse what cannot be, and map offsets without loss."""

import pytest

from newsgraph.errors import ReadError
from newsgraph.model import Report, Result, Severity, SourceMap, Span, join_spans


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_impossible_spans_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_spans_touching_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))


def test_containing_includes_equal() -> None:
    assert Span(0, 3).contains(Span(0, 3))
    assert not Span(0, 3).contains(Span(0, 4))


def test_parts_are_joined_by_one_space() -> None:
    assert join_spans("Der Plan – so Meier – ist tot", [Span(0, 8), Span(22, 29)]) == "Der Plan ist tot"


def test_a_source_map_leads_there_and_back() -> None:
    moved = SourceMap(((0, 10, 5), (5, 30, 5)))
    assert moved.to_file(Span(3, 7)) == (Span(13, 15), Span(30, 32))
    assert moved.to_text(Span(13, 15)) == (Span(3, 5),)
    assert moved.file_offset(4) == 14
    assert moved.file_offset(5) == 30
    assert moved.file_offset(10) is None


def test_a_report_conforms_unless_something_is_violated() -> None:
    warning = Result("https://a.example/x", severity=Severity.WARNING)
    assert Report((warning,)).conforms
    assert not Report((warning, Result("https://a.example/x"))).conforms


def test_an_error_says_what_where_and_how_to_mend_it() -> None:
    error = ReadError("the file is empty", where="a.txt", mend="put an article into it")
    assert str(error) == "a.txt: the file is empty (put an article into it)"
