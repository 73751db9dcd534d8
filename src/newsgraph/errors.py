"""One tree of errors: each says what happened, where, and how to mend it."""


class NewsgraphError(Exception):
    """Base of every error that newsgraph raises on purpose.

    `what` happened, `where` (a file, a line, an endpoint), `mend`: what the user can do about it.
    """

    def __init__(self, what: str, *, where: str | None = None, mend: str | None = None) -> None:
        """Keep the three parts; `str()` puts them into one line."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        """Return `where: what (mend)`, leaving out what is not known."""
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.mend})" if self.mend else ""
        return f"{place}{self.what}{hint}"


class UsageError(NewsgraphError):
    """The call itself is wrong: an unknown format, options that exclude each other (exit code 2)."""


class ReadError(NewsgraphError):
    """An article file cannot be read as an article."""


class TableError(NewsgraphError):
    """A table of the user's (known people, decisions on links) that is none, or holds what it must not."""


class AnnotateError(NewsgraphError):
    """The annotator cannot work: its lexicon or its model is missing or damaged."""


class RdfError(NewsgraphError):
    """RDF that does not parse or cannot be written in the asked format."""


class ShapesError(NewsgraphError):
    """SHACL shapes that are missing or ill-formed."""


class BaselineError(NewsgraphError):
    """A baseline of known validation results that is missing, damaged, or of another program."""


class QueryError(NewsgraphError):
    """A SPARQL query that does not parse, or that the queried side refuses."""


class SinkError(NewsgraphError):
    """A file, store or endpoint that cannot be written or read."""


class EndpointError(SinkError):
    """A remote SPARQL endpoint that is down, refuses, or dies half way."""


class StoreError(SinkError):
    """The embedded store: locked by another writer, damaged, or of another layout."""
