"""Which articles are worth comparing: those of which sketches say that they may share words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasketch import MinHash, MinHashLSH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

_PERMUTATIONS = 128
_BANDS = (64, 2)
_SEED = 1


def find_candidates(prints: Sequence[NDArray[np.uint32]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of sets of hash values that may have a part in common, the smaller place first.

    MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998), in 64 bands of two rows: of
    two sets that share a third of what they hold together, all are found; a fifth, 93 of 100; a tenth, half.
    A copy cut to a fifth of its length shares a fifth. The seed is fixed: the same sets give the same pairs.
    """
    sketches = MinHash.bulk(prints, num_perm=_PERMUTATIONS, seed=_SEED, scheme="affine32", hashfunc=int)
    index = MinHashLSH(num_perm=_PERMUTATIONS, params=_BANDS)
    for place, sketch in enumerate(sketches):
        if not len(prints[place]):
            continue
        yield from ((other, place) for other in sorted(index.query(sketch)))
        index.insert(place, sketch)
