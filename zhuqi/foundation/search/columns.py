"""Parts that are columns of a table: most rooms need no more than to name them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q

from zhuqi.foundation.search.kinds import Ids, Part, Passage, Read, Values, Which


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows of one table, and which of their columns are text of which code.

    `object_id` is the column that names the object (the row itself: "pk"), `owner` the one a text
    is narrowed by, `only` which rows have text at all.
    """

    model: type[models.Model]
    codes: Mapping[str, tuple[str, ...]]
    object_id: str = "pk"
    owner: str = ""
    only: Q = field(default_factory=Q)

    def reads(self, which: Which) -> Sequence[Read]:
        """The rows themselves."""
        names = sorted({name for columns in self.codes.values() for name in columns})
        names += [name for name in (self.object_id, self.owner) if name]
        return [(self._rows(pk__in=which), tuple(dict.fromkeys(("pk", *names))))]

    def texts(self, read: Sequence[Values]) -> Iterator[Passage]:
        """What stands in the columns."""
        [rows] = read
        for row in rows:
            for code, columns in self.codes.items():
                pieces = tuple(str(row[name] or "") for name in columns)
                owner = row[self.owner] if self.owner else 0
                yield Passage(row[self.object_id], row["pk"], code, pieces, owner)

    def of(self, ids: Ids) -> Which:
        """The rows of objects."""
        return self._rows(**{f"{self.object_id}__in": ids}).values_list("pk", flat=True)

    def _rows(self, **condition: object) -> "models.QuerySet[models.Model]":
        manager: models.Manager[models.Model] = self.model._default_manager  # noqa: SLF001 (Django's public name)
        return manager.filter(self.only, **condition).order_by("pk")

    @property
    def part(self) -> Part:
        """As the registry takes it."""
        return Part(self.model._meta.label, self.reads, self.texts, self.of)  # noqa: SLF001
