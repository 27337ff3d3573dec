"""Rows that other rooms keep about a case each: read by a person as their case may be read."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.ledgers.cases.secrecy.models import redact

M = TypeVar("M", bound="AboutCase")


class AboutCaseQuerySet(QuerySet[M]):
    """Rows about a case; those `read_as` somebody come redacted in memory, as their cases do."""

    reader: Scope | None = None

    def read_as(self, scope: Scope) -> Self:
        """For somebody's eyes; their cases are read with them."""
        rows = self.select_related("case__enterprise")
        rows.reader = scope
        return rows

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.reader = self.reader
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self.reader is not None:
            found: list[Any] = self._result_cache or []
            _redact([row for row in found if isinstance(row, AboutCase)], self.reader)

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[M]:
        """Not for rows read by a person: they are redacted many at a time."""
        if self.reader is not None:
            raise TypeError("rows read by a person are fetched in pages, not by iterator()")
        return super().iterator(*args, **kwargs)


class AboutCase(models.Model):
    """A row with a `case`, or of some tables without one.

    `TEXTS`: columns in which its firm or people may be named; `NAMES`: columns that name one of
    them, and so are left empty for whoever must not know the firm.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ()
    NAMES: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; never one from which the firm has been taken for a reader."""
        case = self._state.fields_cache.get("case")
        if case is not None and case.redaction is not None:
            raise ValueError(f"{self} was read without its firm and can't be saved")
        super().save(*args, **kwargs)


def _redact(rows: list[Any], scope: Scope) -> None:
    about = [row for row in rows if row.case_id is not None]
    redact([row.case for row in about], scope)
    for row in about:
        if row.case.redaction is not None:
            for name in row.TEXTS:
                setattr(row, name, row.case.redaction.over(getattr(row, name)))
            for name in row.NAMES:
                setattr(row, name, "")
