"""The cheapest way to give each row one place, by SciPy. Loaded by the worker only: it is large."""

from collections.abc import Sequence
from dataclasses import dataclass

# What nobody takes, and what is taken only where nothing else is left.
FORBIDDEN = 1 << 40
LEAVE = 1 << 24


@dataclass(frozen=True, slots=True)
class Place:
    """A place that one row can take: of a kind, at a cost above that of its kind."""

    kind: int
    extra: int = 0


def cheapest(
    costs: Sequence[Sequence[int]], rows: Sequence[int], places: Sequence[Place]
) -> list[int | None]:
    """By row the place it takes, None where it goes without; of all ways one of the least cost.

    `costs`: by kind of row and kind of place. `rows`: the kind of each row. A row goes without only
    where there are too few places it may take; where many ways cost the same, the same one is
    found each time.
    """
    import numpy as np  # as large as its importer says
    from scipy.optimize import linear_sum_assignment

    if not rows:
        return []
    kinds = np.array(costs, dtype=np.float64).reshape(len(costs), -1)
    of_place = np.array([place.kind for place in places], dtype=np.intp)
    extra = np.array([place.extra for place in places], dtype=np.float64)
    # Beside the places as many ways out as rows may need.
    shared = {kind for kind in range(kinds.shape[1]) if kinds[:, kind].max() < FORBIDDEN}
    short = max(0, len(rows) - sum(place.kind in shared for place in places))
    matrix = np.full((len(rows), len(places) + short), LEAVE, dtype=np.float64)
    if places:
        for kind in sorted(set(rows)):
            mine = np.flatnonzero(np.array(rows) == kind)
            matrix[mine, : len(places)] = kinds[kind][of_place] + extra
    _rows, taken = linear_sum_assignment(matrix)
    return [int(at) if at < len(places) else None for at in taken]
