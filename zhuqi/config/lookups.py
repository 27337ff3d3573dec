"""Numbers that no column can hold match nothing, in a list as well as alone.

Django answers `pk=2**63` with no row; `pk__in=[2**63]`, which forms with several choices ask, goes
to the database, and SQLite raises OverflowError. What a request names is any number.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import IntegerField
from django.db.models.lookups import In

_LIMIT: Final = 2**63


class InRange(In):
    """`in` over whole numbers of 64 bits."""

    def get_prep_lookup(self) -> Any:
        """The values a column may hold; a subquery is left as it is."""
        prepared = super().get_prep_lookup()
        if not self.rhs_is_direct_value() or not isinstance(prepared, Iterable):
            return prepared
        return [one for one in prepared if not isinstance(one, int) or -_LIMIT <= one < _LIMIT]


def register() -> None:
    """For every whole number, ids among them."""
    IntegerField.register_lookup(InRange)
