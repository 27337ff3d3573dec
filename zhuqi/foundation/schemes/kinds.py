"""Schemes: rules kept as data, in editions, adopted by offices. A kind is declared once.

Deadlines, signing, and what is to come (ladders, appraisal, scoring, formulas) differ in what a
row says. That they begin as copies, are published against the edition one has seen, compared,
adopted and read is the same and stands here. An edition is never changed: going back is
publishing an old one anew, so whatever was promised by an edition can be judged by it for ever.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.access import Actor, ActorKind, NotNow, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.reference_tables.rows import (
    enter_row,
    locked_row,
    reason_data,
    record_changes,
)
from zhuqi.foundation.reference_tables.text import tidy
from zhuqi.foundation.schemes.models import AbstractAdoption, AbstractEdition, AbstractScheme

S = TypeVar("S", bound=AbstractScheme)
E = TypeVar("E", bound=AbstractEdition)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Term:
    """What an edition says beside its rows: 自动重办 2 轮. `says`: its words, where it is no
    number of units."""

    column: str
    label: str
    unit: str = ""
    says: Callable[[Any], str] | None = None

    def words(self, edition: AbstractEdition) -> str:
        """2 轮."""
        value = getattr(edition, self.column)
        return self.says(value) if self.says else f"{value} {self.unit}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that two editions have otherwise; "" where one has none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedScheme(Generic[R]):
    """A scheme as it comes with the software: its first edition."""

    code: str
    name: str
    source: str
    rules: Sequence[R]
    terms: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords(Generic[R]):
    """How a row reads: what it is about, what it says of it, and its place among the others."""

    what: Callable[[R], str]
    says: Callable[[R], str]
    place: Callable[[R], Any]


@dataclass(frozen=True, eq=False)
class SchemeKind(Generic[S, E, R]):
    """One kind of scheme. `R` is a row as a frozen value, its fields named like its columns.

    `columns` are a row's, in the order the log tells them; `read` makes the value of a stored row.
    `about` are the columns that say what a row is about: an edition says a thing once. `refuse`
    raises NotValid for rows that, with the terms beside them, make no edition. `adopted` is the
    event of an office that chooses, and how the scheme is called in it; `optional`: an office may
    go without.
    """

    scheme: type[S]
    edition: type[E]
    rule: type[models.Model]
    adoption: type[AbstractAdoption]
    _: KW_ONLY
    object_type: str
    name: str
    columns: tuple[str, ...]
    about: tuple[str, ...]
    read: Callable[[Any], R]
    words: RowWords[R]
    refuse: Callable[[Sequence[R], Mapping[str, Any]], None]
    adopted: tuple[str, str]
    terms: tuple[Term, ...] = ()
    optional: bool = False

    # Verbs --------------------------------------------------------------------------------------

    def add_missing(
        self, shipped: Iterable[ShippedScheme[R]], *, by: Actor, now: datetime | None = None
    ) -> int:
        """Put in the shipped schemes that are missing; never changes one. How many."""
        known = set(self.schemes().values_list("code", flat=True))
        missing = [one for one in shipped if one.code not in known]
        for one in missing:
            with transaction.atomic():
                scheme: S = self.schemes().create(code=one.code, name=one.name, source=one.source)
                self.publish(scheme=scheme, rules=one.rules, by=by, now=now, **one.terms)
        return len(missing)

    def renew(
        self, shipped: Iterable[ShippedScheme[R]], *, by: Actor, now: datetime | None = None
    ) -> tuple[list[S], list[S]]:
        """Publish what the software ships otherwise by now as a new edition; earlier editions
        keep their meaning. Returns the schemes renewed, and those left alone because people have
        published an edition of their own: what they chose is theirs to change.
        """
        renewed, left = [], []
        for one in shipped:
            scheme: S | None = self.schemes().filter(code=one.code).first()
            newest = self.editions_of(scheme)[0] if scheme else None
            if scheme is None or newest is None or self._says(newest) == self._ships(one):
                continue
            if self._chosen_by_people(scheme, newest):
                left.append(scheme)
                continue
            self.publish(
                scheme=scheme, rules=one.rules, after=newest.number, by=by, now=now,
                reason="随软件升级", **one.terms,
            )  # fmt: skip
            renewed.append(scheme)
        return renewed, left

    def _says(self, edition: E) -> tuple[list[R], dict[str, Any]]:
        return self.rows_of(edition), self.terms_of(edition)

    def _ships(self, one: ShippedScheme[R]) -> tuple[list[R], dict[str, Any]]:
        return sorted(one.rules, key=self.words.place), dict(one.terms)

    def _chosen_by_people(self, scheme: S, edition: E) -> bool:
        """True if it was not the software that published the edition."""
        told = Event.objects.filter(
            object_type=self.object_type, object_id=scheme.pk, kind="publish"
        )
        published = [one for one in told if one.facts.get("version") == edition.number]
        return any(one.actor_kind != ActorKind.SYSTEM.value for one in published)

    def add(
        self,
        *,
        code: str,
        name: str,
        source: str,
        like: E,
        by: Actor,
        reason: str = "",
        now: datetime | None = None,
    ) -> S:
        """A new scheme that begins as a copy of another's edition. NotValid for a code in use."""
        scheme = self.scheme(code=tidy(code), name=tidy(name), source=tidy(source))
        with transaction.atomic():
            enter_row(
                scheme,
                object_type=self.object_type,
                fields=("code", "name", "source"),
                taken=f"这个代码已被别的{self.name}使用",
                by=by,
                reason=reason,
                now=now,
            )
            rules = [self.read(row) for row in like.rules.all()]
            self.publish(scheme=scheme, rules=rules, by=by, now=now, **self.terms_of(like))
        return scheme

    def publish(
        self,
        *,
        scheme: S,
        rules: Iterable[R],
        by: Actor,
        after: int | None = None,
        reason: str = "",
        now: datetime | None = None,
        **terms: int | str,
    ) -> E:
        """A new edition for what is to come; what has begun goes by its own.

        NotValid for rows that make no edition; NotNow if the newest edition is no longer number
        `after`, the one the page showed.
        """
        rules = list(rules)
        self.refuse(rules, terms)
        with transaction.atomic():
            locked_row(scheme)
            last = scheme.versions.aggregate(last=Max("number"))["last"] or 0
            if after is not None and after != last:
                raise NotNow(
                    f"刚刚有人发布了第 {last} 版，您填写的内容还在下面，请核对后再发布",
                    state=f"第 {last} 版",
                )
            edition: E = self.editions().create(
                scheme=scheme, number=last + 1, since=now or timezone.now(), **terms
            )
            _rows(self.rule).bulk_create(
                self.rule(version=edition, **{name: getattr(row, name) for name in self.columns})
                for row in rules
            )
            record(
                object_type=self.object_type,
                object_id=scheme.pk,
                kind="publish",
                by=by,
                data={
                    "version": edition.number,
                    "rules": [self._told(row) for row in rules],
                    **terms,
                    **reason_data(reason),
                },
                now=now,
            )
        return edition

    def adopt(
        self, *, office: Unit, code: str, by: Actor, reason: str = "", now: datetime | None = None
    ) -> None:
        """From now on the office goes by this scheme; "" gives it up, where it may go without.

        The same again leaves no event. NotValid for a scheme that is not there, or a unit that
        is no office.
        """
        scheme = self.schemes().filter(code=code).first()
        if scheme is None and (code or not self.optional):
            raise NotValid(f"没有{self.name} {code}")
        with transaction.atomic():
            row = locked_row(office)
            if row.kind != UnitKind.OFFICE:
                raise NotValid({"office": f"{row}不是活动办，不选{self.name}"})
            chosen = self.adoptions().filter(office=row).select_related("scheme").first()
            before = chosen.scheme.code if chosen else ""
            if before == code:
                return
            if scheme is None:
                self.adoptions().filter(office=row).delete()
            else:
                self.adoptions().update_or_create(office=row, defaults={"scheme": scheme})
            kind, called = self.adopted
            changed: dict[str, list[object]] = {called: [before or None, code or None]}
            record_changes(
                row, changed, object_type="unit", kind=kind, by=by, reason=reason, now=now
            )

    # Reads --------------------------------------------------------------------------------------

    def schemes(self) -> models.QuerySet[Any]:
        """Every scheme of the kind."""
        return _rows(self.scheme)

    def editions(self) -> models.QuerySet[Any]:
        """Every edition of every scheme."""
        return _rows(self.edition)

    def adoptions(self) -> models.QuerySet[Any]:
        """Which office goes by which scheme."""
        return _rows(self.adoption)

    def editions_of(self, scheme: S) -> list[E]:
        """Every edition with its rows, newest first. Two queries."""
        return list(scheme.versions.order_by("-number").prefetch_related("rules"))

    def rows_of(self, edition: E) -> list[R]:
        """Its rows as values, in the order they are read."""
        return sorted(map(self.read, edition.rules.all()), key=self.words.place)

    def terms_of(self, edition: E) -> dict[str, Any]:
        """What it says beside its rows, by column."""
        return {term.column: getattr(edition, term.column) for term in self.terms}

    def newest_for(self, office: Unit) -> E | None:
        """The newest edition of the scheme the office has adopted; None if it has none."""
        chosen = self.adoptions().filter(office=office).values("scheme")
        editions = self.editions().filter(scheme__in=chosen)
        newest: E | None = editions.order_by("-number").first()
        return newest

    def in_force(self) -> dict[int, tuple[R, ...]]:
        """By office, the rows of the newest edition of the scheme it has adopted."""
        chosen = dict(self.adoptions().values_list("office", "scheme"))
        if not chosen:
            return {}
        rows = self.editions().order_by("number").values_list("scheme", "pk", "since")
        newest = {scheme: (pk, since) for scheme, pk, since in rows}
        return {office: self.read_once(*newest[scheme]) for office, scheme in chosen.items()}

    def read_once(self, pk: int, since: datetime) -> tuple[R, ...]:
        """The rows of an edition, as stored. It never changes, so it is read once a process.

        Its moment is asked for because SQLite gives the number of an edition that was rolled back
        to the next one.
        """
        rows: tuple[R, ...] = _read_once(self, pk, since)
        return rows

    def compare(self, before: E | None, after: E) -> list[Difference]:
        """What the later edition has otherwise than the earlier (all of it, if there is none)."""
        old = {self._key(row): row for row in self.rows_of(before)} if before else {}
        new = {self._key(row): row for row in self.rows_of(after)}
        either = [*new.values(), *(row for key, row in old.items() if key not in new)]
        found = []
        for row in sorted(either, key=self.words.place):
            was, now = (self._said(rows.get(self._key(row))) for rows in (old, new))
            found.append(Difference(self.words.what(row), was, now))
        found += [
            Difference(term.label, term.words(before) if before else "", term.words(after))
            for term in self.terms
        ]
        return [one for one in found if one.before != one.after]

    def _key(self, row: R) -> tuple[object, ...]:
        return tuple(getattr(row, name) for name in self.about)

    def _said(self, row: R | None) -> str:
        return "" if row is None else self.words.says(row)

    def _told(self, row: R) -> list[object]:
        values = [getattr(row, name) for name in self.columns]
        return [value if isinstance(value, int) else str(value) for value in values]


@lru_cache(maxsize=256)
def _read_once(kind: SchemeKind[Any, Any, Any], pk: int, _since: datetime) -> tuple[Any, ...]:
    return tuple(map(kind.read, _rows(kind.rule).filter(version=pk)))


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 (Django's public name)
    return rows
