"""Tables as Apache Parquet, typed by what all rows hold, and written in row groups: memory stays flat.

A Parquet file says the type of a column before its first row. So the rows go to a temporary file first, while
it is noted what each column holds; then they are read from there and written.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyoxigraph as ox

from newsgraph.errors import UsageError
from newsgraph.sinks.asking import read_tsv, rows_of, tsv_lines
from newsgraph.sinks.files import translated
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from newsgraph.sinks.asking import Batch
    from newsgraph.sinks.query import Cell

_GROUP: Final = 20_000
"""How many rows are a row group, and so are in memory at once."""
_MAX_DIGITS: Final = 38
"""What a decimal128 holds."""
_INTEGERS: Final = frozenset(
    XSD[name]
    for name in (
        "integer", "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort",
        "unsignedByte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
    )
)  # fmt: skip
_LEXICAL: Final = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    "double": re.compile(r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF)|NaN"),
    "boolean": re.compile(r"true|false|1|0"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "instant": re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
    ),
    "time": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]{1,6})?"),
}
"""How values look that fit a column of each kind; XSD also has others, such as years after 9999."""
_VALUE: Final[dict[str, Callable[[str], object]]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "boolean": lambda text: text in {"true", "1"},
    "date": date.fromisoformat,
    "instant": lambda text: datetime.fromisoformat(text).astimezone(UTC),
    "time": datetime.fromisoformat,
}


def write_parquet(stream: BinaryIO, batches: Iterable[Batch]) -> None:
    """Write a table as Parquet.

    A column whose values all have one datatype, and are all within its bounds, has that type: integers are
    int64, decimals decimal128 with the digits they need, double and float are float64, boolean, date, and
    dateTime a timestamp (in UTC where all have a zone, without one where none has). Every other column is a
    string: IRIs in full, literals without datatype and language. Unbound is null. The metadata of a column
    says what its values are in RDF: `iri`, a datatype, or `mixed`.

    Raises `UsageError` where pyarrow is not installed, and `SinkError` where the temporary file cannot be
    written.
    """
    arrow, parquet = load_arrow()
    with _spooled() as spool:
        columns: list[_Column] | None = None
        for batch in batches:
            if columns is None:
                columns = [_Column(name) for name in batch.variables]
                spool.write(next(tsv_lines(batch.variables, ())))
            for row in batch.rows:
                for column, cell in zip(columns, row, strict=True):
                    column.see(cell)
            lines = tsv_lines((), batch.rows)
            next(lines)
            with _on_disk():
                spool.writelines(lines)
        found = columns or []
        with _on_disk():
            spool.seek(0)
        schema = arrow.schema([column.field(arrow) for column in found])
        with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
            _, rows = rows_of(read_tsv(spool))
            while group := list(islice(rows, _GROUP)):
                cells = zip(*group, strict=True)
                arrays = [
                    arrow.array([column.value(cell) for cell in each], type=column.type(arrow))
                    for column, each in zip(found, cells, strict=True)
                ]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


def load_arrow() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet module. Raises `UsageError` where it is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra of 55 MB, which only Parquet needs
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "Parquet needs a library that is not installed",
            where="-f parquet",
            mend="install it with: pip install 'newsgraph[parquet]'",
        ) from error
    return pa, parquet


@dataclass(slots=True)
class _Column:
    """What the values of a column have in common, so far."""

    name: str
    kinds: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    digits: int = 0
    scale: int = 0

    def see(self, cell: Cell) -> None:
        """Take note of a value."""
        if cell is None or len(self.types) > 1:  # nothing more is to be known of what is mixed
            return
        datatype, kind = _datatype(cell)
        self.types.add(datatype)
        self.kinds.add(kind)
        if kind == "decimal":
            whole, _, fraction = str(getattr(cell, "value", "")).lstrip("+-").partition(".")
            self.digits = max(self.digits, len(whole))
            self.scale = max(self.scale, len(fraction))

    @property
    def kind(self) -> str:
        """What the column is."""
        if len(self.types) != 1 or len(self.kinds) != 1 or self.digits + self.scale > _MAX_DIGITS:
            return "text"
        return next(iter(self.kinds))

    def type(self, arrow: Any) -> Any:  # noqa: ANN401  pyarrow has no types of its own
        """Return the type in Parquet."""
        types = {
            "integer": arrow.int64,
            "decimal": lambda: arrow.decimal128(max(1, self.digits + self.scale), self.scale),
            "double": arrow.float64,
            "boolean": arrow.bool_,
            "date": arrow.date32,
            "instant": lambda: arrow.timestamp("us", tz="UTC"),
            "time": lambda: arrow.timestamp("us"),
        }
        return types.get(self.kind, arrow.string)()

    def field(self, arrow: Any) -> Any:  # noqa: ANN401  see above
        """Return the column's head."""
        rdf = next(iter(self.types)) if len(self.types) == 1 else "mixed"
        return arrow.field(self.name, self.type(arrow), metadata={"rdf": rdf} if self.types else None)

    def value(self, cell: Cell) -> object:
        """Return a value as the column has it."""
        if cell is None:
            return None
        text = cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else str(cell)
        return _VALUE.get(self.kind, str)(text)


def _datatype(cell: object) -> tuple[str, str]:
    """Return what a value is in RDF, and of which kind a column may be that holds it."""
    if not isinstance(cell, ox.Literal):
        return ("iri" if isinstance(cell, ox.NamedNode) else "node"), "text"
    datatype = cell.datatype.value
    kind = "integer" if datatype in _INTEGERS else datatype.removeprefix(XSD)
    if kind == "float":
        kind = "double"
    elif kind == "dateTime":
        kind = "instant" if _LEXICAL["instant"].fullmatch(cell.value) else "time"
    return datatype, kind if _fits(kind, cell.value) else "text"


def _fits(kind: str, text: str) -> bool:
    if kind not in _LEXICAL or not _LEXICAL[kind].fullmatch(text):
        return False
    if kind == "integer":
        return -(2**63) <= int(text[:25]) < 2**63 and len(text) <= 25
    if kind in {"date", "time", "instant"}:
        try:
            _VALUE[kind](text)
        except (ValueError, OverflowError):  # 30 February, 24 o'clock
            return False
    return True


@contextmanager
def _spooled() -> Iterator[BinaryIO]:
    with _on_disk():
        spool = tempfile.TemporaryFile(prefix="newsgraph-")  # noqa: SIM115  closed below, where other errors rise
    with spool:
        yield spool


def _on_disk() -> AbstractContextManager[None]:
    return translated(Path(tempfile.gettempdir()))
