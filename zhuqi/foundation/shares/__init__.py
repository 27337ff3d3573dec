"""What a share counted of few is worth. Pure."""

from math import sqrt

_Z = 1.959963984540054


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The Wilson interval of 95 % of a share; ZeroDivisionError of nothing."""
    share, z2 = hits / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    # Exactly none and all, where rounding would leave a crumb.
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return low, 1.0 if hits == of else min(1.0, middle + half)
