"""A noun that is one row, told of: by what is done with it, as long as the row stands where that
brought it and the reader sees it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic

from django.db.models import IntegerField, QuerySet, Value
from django.utils import timezone

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.queries import scopes_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes.aggregate import Row
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.due_levels import level_of
from zhuqi.foundation.notices.leaving import Current, Leaving, register
from zhuqi.foundation.notices.recipients import Recipient

_CHANGED: Final = "情况已变"


@dataclass(frozen=True, slots=True)
class Told:
    """By which text a verb is told of, and as long as the row stands in which states."""

    text_code: str
    states: frozenset[str]

    @classmethod
    def of(cls, text_code: str, *states: str) -> "Told":
        """As long as it stands in one of these."""
        return cls(text_code, frozenset(map(str, states)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNotices(Generic[Row]):
    """How a noun tells of itself: `told` by the last word of its events, `group` whom of a row and
    a word, `values` what stands in the text and can be read by anybody's eyes.

    `once`: the words by which a person is told of a row once, however often it is done to it;
    `rows`: with what values and group need; `visible`: those a scope sees; `unseen`: the note on
    a notice that does not leave because its reader sees the row no more.
    """

    object_type: str
    rows: Callable[[], QuerySet[Row]]
    visible: Callable[[Scope], QuerySet[Row]]
    told: Mapping[str, Told]
    group: Callable[[Row, str], Sequence[Recipient]]
    values: Callable[[Row], Mapping[str, str]]
    unseen: str
    once: frozenset[str] = frozenset()

    def register(self) -> None:
        """Look at each again when it leaves."""
        register(self.object_type, self.recheck)

    def notify_of(self, event_id: int) -> int:
        """Tell of one event whoever may see the row as it stands now, but for whoever did it; how
        many inboxes it reached."""
        event = Event.objects.get(pk=event_id)
        word = event.kind.rpartition(".")[2]
        row = self._standing(event.object_id, word)
        if row is None:
            return 0
        key = word if word in self.once else str(event.seq)
        return notify(self._notices(row, word, key, but=event.actor_id))

    def remind(self, rows: Iterable[Row], day_of: Callable[[Row], date], now: datetime) -> int:
        """Tell of those due soon or lately over, by the words of `Level`: on working days, once a
        level and last day; how many inboxes it reached."""
        today, days = timezone.localdate(now), calendar()
        if not days.is_working(today):
            return 0
        found = [
            notice
            for row in rows
            if (level := level_of(day_of(row), today, days))
            for notice in self._notices(row, level.value, f"{level}:{day_of(row)}")
        ]
        return notify(found, now=now)

    def _notices(self, row: Row, word: str, key: str, but: int | None = None) -> list[Notice]:
        group = [one for one in self.group(row, word) if one.user.pk != but]
        scopes = scopes_of({one.user.pk: one.user for one in group}.values())
        seen, values = seen_by(self.visible, row.pk, scopes), self.values(row)
        return [
            Notice(
                user_id=one.user.pk,
                text_code=self.told[word].text_code,
                values=values,
                key=f"{self.object_type}:{row.pk}:{key}",
                object_type=self.object_type,
                object_ref=str(row.pk),
                unit=one.unit,
                aloud=values,
                about={"row": row.pk, "word": word},
            )
            for one in group
            if one.user.pk in seen
        ]

    def recheck(self, one: Leaving) -> Current:
        """A notice that has not left yet: is it still so, and is it still this person's?"""
        row = self._standing(int(one.about["row"]), one.about["word"])
        if row is None:
            return Current(_CHANGED)
        if one.user and not seen_by(self.visible, row.pk, scopes_of([one.user])):
            return Current(self.unseen)
        return Current(values=self.values(row))

    def _standing(self, pk: int, word: str) -> Row | None:
        """The row, where it still stands where the word brought it."""
        row = self.rows().filter(pk=pk).first()
        state: Any = getattr(row, "state", None)
        return row if state in self.told[word].states else None


def seen_by(
    visible: Callable[[Scope], QuerySet[Any]], pk: int, scopes: Mapping[int, Scope]
) -> set[int]:
    """Whose scope, by user, reaches a row; one query for all."""
    parts = [
        visible(scope).filter(pk=pk).order_by().values_list(Value(user, IntegerField()))
        for user, scope in scopes.items()
    ]
    return {user for (user,) in parts[0].union(*parts[1:], all=True)} if parts else set()
