"""How whole numbers, ids among them, are looked for in a list.

Numbers that no column can hold match nothing, in a list as well as alone. Django answers
`pk=2**63` with no row; `pk__in=[2**63]`, which forms with several choices ask, goes to the
database, and SQLite raises OverflowError. What a request names is any number.

`pk__among=` takes a thousand ids as one value: each as a value of its own was a fifth of what an
export costs.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import IntegerField, Lookup
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


class Among(Lookup):
    """`in` over ids that were read from the database, sent as one value."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(
        self, compiler: Any, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """The condition, for either database."""
        left, values = self.process_lhs(compiler, connection)
        ids = ",".join(str(int(one)) for one in self.rhs)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s::bigint[])", (*values, f"{{{ids}}}")
        sql = f"{left} IN (SELECT value FROM json_each(%s))"  # noqa: S608 (a column's name)
        return sql, (*values, f"[{ids}]")


def register() -> None:
    """For every whole number, ids among them."""
    IntegerField.register_lookup(InRange)
    IntegerField.register_lookup(Among)
