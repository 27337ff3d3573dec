"""A reference table (基础数据), declared once: `CHANNELS = Table(Channel, code=…, fields=…)`.

The declaration says what a row holds, which of it can be changed, and what speaks against taking
it out of use. The four verbs every such table has are here: add, change, retire, restore. Each
locks the row, leaves one event with before and after in the same transaction, and refuses with
NotValid (what was entered can't be kept) or NotNow (the row's present state forbids it).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import Entry, record, record_many
from zhuqi.foundation.reference_tables.rows import (
    BATCH,
    apply_changes,
    check_columns,
    locked_row,
    plain,
    reason_data,
    store_row,
    switch_row,
    tidied,
)

M = TypeVar("M", bound=models.Model)
Values = Mapping[str, Any]
# A sentence that says what keeps the row as it is and what to do first; "" if nothing does.
Tie = Callable[[M], str]


@dataclass(frozen=True, slots=True)
class Code:
    """How a row's code is written, and the sentence for one written otherwise."""

    pattern: re.Pattern[str]
    complaint: str


WORD_CODE = Code(
    re.compile(r"[a-z][a-z0-9_-]{1,11}", re.ASCII),
    "代码用 2 至 12 个小写英文字母、数字或短横线，以字母开头",
)


Changed = Mapping[str, list[object]]


def _nothing_kept(_row: models.Model, _changed: Changed, _at: datetime) -> None:
    """What is changed is in the log, and nowhere else."""


def _as_given(_row: models.Model, wanted: Values) -> Values:
    return wanted


@dataclass(frozen=True, eq=False)
class Table(Generic[M]):
    """One reference table. A row is retired, never deleted: old data stands behind it.

    `fields` can be changed; `fixed` is what else the first event tells of and nobody can change;
    `members` are fields of many rows, each with the column its rows are told by; `private` values
    are kept erasable; `quiet` ones are taken at entry and not told of; `exact` texts are judged as
    they were typed. `settle` gets the row as it
    stands (a new one with its code only) and what is wanted of it, in clean lines; it refuses with
    NotValid, or returns what is to be set. `keep` stores what a change would else forget, before
    it is told of.
    """

    model: type[M]
    _: KW_ONLY
    object_type: str
    fields: tuple[str, ...]
    taken: str = ""
    code: Code | None = None
    fixed: tuple[str, ...] = ()
    members: Mapping[str, str] = field(default_factory=dict)
    private: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    exact: tuple[str, ...] = ("code",)
    settle: Callable[[M, Values], Values] = field(default=_as_given)
    keep: Callable[[M, Changed, datetime], None] = field(default=_nothing_kept)
    guard_retire: Sequence[Tie[M]] = ()
    guard_restore: Sequence[Tie[M]] = ()
    _ties: list[Tie[M]] = field(default_factory=list, init=False)

    def register_tie(self, tie: Tie[M]) -> None:
        """A room above says, from `apps.py`, what of its own keeps a row in use."""
        if tie not in self._ties:
            self._ties.append(tie)

    # Verbs --------------------------------------------------------------------------------------

    def add(self, *, by: Actor, reason: str = "", now: datetime | None = None, **given: Any) -> M:
        """A new row. NotValid for a code of another form, or a name or code in use."""
        return self.add_many([given], by=by, reason=reason, now=now)[0]

    def add_many(
        self, drafts: Iterable[Values], *, by: Actor, reason: str = "", now: datetime | None = None
    ) -> list[M]:
        """`add` for many: all or none."""
        with transaction.atomic():
            entered = [self._entered(given) for given in drafts]
            rows = [row for row, _sets in entered]
            try:
                with transaction.atomic():
                    self._rows().bulk_create(rows, batch_size=BATCH)
            except IntegrityError as error:
                raise NotValid(self.taken) from error
            for row, sets in entered:
                for name, some in sets.items():
                    getattr(row, name).set(some)
            record_many([self._first_event(*one, by=by, reason=reason) for one in entered], now=now)
        return rows

    def add_missing(
        self, shipped: Iterable[Values], *, by: Actor, now: datetime | None = None
    ) -> int:
        """Put in the shipped rows whose code is missing; never changes one. How many."""
        known = set(self._rows().values_list("code", flat=True))
        missing = [row for row in shipped if row["code"] not in known]
        return len(self.add_many(missing, by=by, now=now))

    def change(
        self, row: M, *, by: Actor, reason: str = "", now: datetime | None = None, **changes: Any
    ) -> M:
        """Change what differs; nothing different leaves no event. NotValid as for `add`."""
        self._refuse_unknown(changes, {*self.fields, *self.private, *self.members})
        with transaction.atomic():
            row = locked_row(row)
            sets, wanted = self._parted(changes)
            changed = apply_changes(row, self.settle(row, wanted))
            if changed:
                store_row(row, taken=self.taken)
            for name, some in sets.items():
                changed |= self._changed_members(row, name, some)
            if changed:
                self.keep(row, changed, now or timezone.now())
                self._tell_changes(row, changed, by=by, reason=reason, now=now)
        return row

    def retire(self, row: M, *, by: Actor, reason: str = "", now: datetime | None = None) -> M:
        """Nothing new refers to it; what does already stays.

        NotNow if it is retired, or with every reason why it is still needed.
        """
        with transaction.atomic():
            row = locked_row(row)
            if getattr(row, "active", False):
                _refuse(row, [*self.guard_retire, *self._ties], state="在用")
            return switch_row(
                row, on=False, object_type=self.object_type, by=by, reason=reason, now=now
            )

    def restore(self, row: M, *, by: Actor, reason: str = "", now: datetime | None = None) -> M:
        """Into use again. NotNow if it is, or while what it stands on is retired."""
        with transaction.atomic():
            row = locked_row(row)
            _refuse(row, self.guard_restore, state="已停用")
            return switch_row(
                row, on=True, object_type=self.object_type, by=by, reason=reason, now=now
            )

    # Steps --------------------------------------------------------------------------------------

    def _rows(self) -> models.Manager[M]:
        return self.model._default_manager  # noqa: SLF001 (Django's public name)

    @property
    def _told(self) -> tuple[str, ...]:
        return (*(("code",) if self.code else ()), *self.fixed, *self.fields)

    def _entered(self, given: Values) -> tuple[M, dict[str, Collection[Any]]]:
        self._refuse_unknown(given, {*self._told, *self.private, *self.members, *self.quiet})
        sets, wanted = self._parted(given)
        row = self.model()
        if self.code is not None:
            code = wanted.pop("code", "")
            if not self.code.pattern.fullmatch(code):
                raise NotValid({"code": self.code.complaint})
            row = self.model(code=code)
        for name, value in self.settle(row, wanted).items():
            setattr(row, name, value)
        check_columns(row)
        return row, sets

    def _refuse_unknown(self, given: Values, known: Collection[str]) -> None:
        # A slip of the caller's, not of the person's: a column nobody declared.
        if unknown := set(given) - set(known):
            raise TypeError(f"{self.object_type} takes no {', '.join(sorted(unknown))}")

    def _parted(self, given: Values) -> tuple[dict[str, Collection[Any]], dict[str, Any]]:
        sets: dict[str, Collection[Any]] = {
            name: list(given[name]) for name in self.members if name in given
        }
        exact = {name: given[name] for name in self.exact if name in given}
        return sets, tidied({k: v for k, v in given.items() if k not in self.members}) | exact

    def _first_event(
        self, row: M, sets: Mapping[str, Collection[Any]], *, by: Actor, reason: str
    ) -> Entry:
        values = {name: plain(getattr(row, name)) for name in self._told}
        names = {
            name: sorted(getattr(one, column) for one in sets.get(name, ()))
            for name, column in self.members.items()
        }
        return Entry(
            object_type=self.object_type,
            object_id=row.pk,
            kind=f"{self.object_type}.added",
            by=by,
            data={**values, **names, **reason_data(reason)},
            erasable={name: value for name in self.private if (value := getattr(row, name))},
        )

    def _changed_members(self, row: M, name: str, some: Collection[Any]) -> dict[str, list[object]]:
        column, members = self.members[name], getattr(row, name)
        before = sorted(members.values_list(column, flat=True))
        after = sorted(getattr(one, column) for one in some)
        if before == after:
            return {}
        members.set(some)
        return {name: [before, after]}

    def _tell_changes(
        self,
        row: M,
        changed: Mapping[str, list[object]],
        *,
        by: Actor,
        reason: str,
        now: datetime | None,
    ) -> None:
        """Of private values the event holds only the new one, erasable."""
        public = {name: pair for name, pair in changed.items() if name not in self.private}
        record(
            object_type=self.object_type,
            object_id=row.pk,
            kind=f"{self.object_type}.changed",
            by=by,
            data={"changes": public, **reason_data(reason)},
            erasable={name: str(changed[name][1]) for name in self.private if name in changed},
            now=now,
        )


def _refuse(row: M, ties: Iterable[Tie[M]], *, state: str) -> None:
    if found := [sentence for tie in ties if (sentence := tie(row))]:
        raise NotNow("；".join(found), state=state)
