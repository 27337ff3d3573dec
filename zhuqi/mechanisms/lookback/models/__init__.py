"""Schemes of looking back, draws, and the look-back at each case drawn."""

from zhuqi.mechanisms.lookback.models.lookback import (
    DeclaredAway,
    LookBack,
    LookBackDraw,
    called_by,
    in_place_of,
)
from zhuqi.mechanisms.lookback.models.schemes import (
    LookBackEdition,
    LookBackRule,
    LookBackScheme,
    OfficeLookBack,
)

__all__ = [
    "DeclaredAway",
    "LookBack",
    "LookBackDraw",
    "LookBackEdition",
    "LookBackRule",
    "LookBackScheme",
    "OfficeLookBack",
    "called_by",
    "in_place_of",
]
