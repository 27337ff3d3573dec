"""The pages of a kind of scheme: all of them, a new one, one with its editions, a new edition.

A kind subclasses `SchemePages` with its declaration, its form and its words, and is registered
from `apps.py` like any table. An edition is never changed: a new one is published, and going back
is publishing an old one anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeAlias

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotYours, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import units_under
from zhuqi.foundation.schemes.kinds import Difference, SchemeKind
from zhuqi.foundation.schemes.models import AbstractEdition, AbstractScheme
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.editions import AdoptForm, BeginForm, EditionForm
from zhuqi.interfaces.desk.tables.reference_tables.base import (
    KEEPERS,
    OwnPages,
    why_not_keep,
    within,
)
from zhuqi.interfaces.desk.tables.views.reference_tables import tabs
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, sent, submit
from zhuqi.interfaces.shell.tables import from_template, quiet

ENTER = access.official(access.keeps_registers)


# What a row is about, before and after.
Changes: TypeAlias = list[tuple[str, str, str]]


class SchemeRow(NamedTuple):
    """A scheme in the list; `running`, `older`: what goes by its newest edition, by older ones."""

    scheme: AbstractScheme
    edition: AbstractEdition | None
    users: str
    running: int
    older: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition on the page: who published it when and why, what it changed, who still runs."""

    number: int
    at: str
    who: str
    reason: str
    changes: Changes
    first: bool
    newest: bool
    running: int


def _told(differences: Sequence[Difference]) -> Changes:
    """What two editions have otherwise, in words where one of them says nothing."""
    return [
        (one.what, one.before or quiet(_("没有规定")), one.after or quiet(_("不再规定")))
        for one in differences
    ]


def cell_of(field: BoundField) -> SafeString:
    """A field in a table of them, with what is wrong with it; named where its column's heading is
    all that tells what it is."""
    named = "aria-label" in field.field.widget.attrs
    widget = field.as_widget(attrs=None if named else {"aria-label": str(field.label)})
    return from_template("desk/tables/parts/cell.html", field=field, widget=widget)


def _newest(edition: AbstractEdition | None) -> Cell:
    if edition is None:
        return Cell()
    since = _("%(day)s起") % {"day": wording.day(edition.since, weekday=False)}
    below = format_html('<span class="z-nowrap">{}</span>', since)
    return Cell(_("第 %(n)s 版") % {"n": edition.number}, below)


def _refuse_reader(scope: Scope) -> None:
    if why := why_not_keep(scope):
        raise NotYours(why)


def _offices_kept(scope: Scope) -> QuerySet[Unit]:
    """The offices of the administrator's region."""
    return units_under(scope.units(*KEEPERS)).filter(kind=UnitKind.OFFICE, active=True)


class SchemePages(OwnPages):
    """The four pages of one kind. `prefix` is that of their names: admin_scheme_publish."""

    kind: ClassVar[SchemeKind[Any, Any, Any]]
    form: ClassVar[type[EditionForm]]
    prefix: ClassVar[str]
    route: ClassVar[str]
    # A kind's own, on these, where it says or draws more.
    list_template: ClassVar[str] = "desk/tables/editions_list.html"
    page_template: ClassVar[str] = "desk/tables/editions_one.html"
    edit_template: ClassVar[str] = "desk/tables/editions_publish.html"
    # What stands above the rows of an edition: what they are about, what they say of it.
    heads: ClassVar[tuple[StrOrPromise, StrOrPromise]]
    lead: ClassVar[StrOrPromise]
    more_columns: ClassVar[tuple[Heading, ...]] = ()
    from_now: ClassVar[StrOrPromise]
    begun: ClassVar[StrOrPromise]
    adopted: ClassVar[StrOrPromise]
    # Of a kind that an office may go without.
    given_up: ClassVar[StrOrPromise] = ""
    not_adopted: ClassVar[StrOrPromise] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """The declaration says under which object the log tells of its schemes."""
        super().__init_subclass__(**kwargs)
        cls.object_type = cls.kind.object_type

    def urls(self) -> list[URLPattern]:
        """Their addresses, below that of the tables."""
        base = f"admin/registers/{self.route}/"
        return [
            path(base, ENTER(self.show_all), name=f"admin_{self.prefix}s"),
            path(f"{base}new/", ENTER(self.begin), name=f"admin_{self.prefix}_new"),
            path(f"{base}<id:pk>/", ENTER(self.show), name=f"admin_{self.prefix}"),
            path(
                f"{base}<id:pk>/publish/",
                ENTER(self.publish),
                name=f"admin_{self.prefix}_publish",
            ),
        ]

    @property
    def address(self) -> str:
        """The name of the list's address."""
        return f"desk:admin_{self.prefix}s"

    @property
    def address_of_one(self) -> str:
        """The name of a scheme's address."""
        return f"desk:admin_{self.prefix}"

    @property
    def address_to_begin(self) -> str:
        """The name of the address where a scheme is begun."""
        return f"desk:admin_{self.prefix}_new"

    @property
    def address_to_publish(self) -> str:
        """The name of the address where an edition is published."""
        return f"desk:admin_{self.prefix}_publish"

    def count(self) -> int:
        """How many schemes there are."""
        return self.kind.schemes().count()

    def running(self) -> Mapping[int, int]:
        """How much still goes by each edition, by its id; nothing where that is not counted."""
        return {}

    def more_cells(self, row: SchemeRow) -> Sequence[object]:  # noqa: ARG002
        """What stands below `more_columns`."""
        return ()

    def more_to_edit(self, form: Any) -> dict[str, Any]:  # noqa: ARG002
        """What else the kind's table of rows wants drawn."""
        return {}

    # All of them --------------------------------------------------------------------------------

    def show_all(self, request: HttpRequest) -> HttpResponse:
        """Each scheme with its newest edition, and the offices that go by it."""
        context = {"schemes": self._table(), **self._said(access.of(request).scope)}
        return render(request, self.list_template, context)

    def _table(self) -> Table:
        columns = [
            Heading(_("方案"), css="z-wide"),
            Heading(_("现行版本")),
            Heading(_("哪些活动办在用"), short=_("在用")),
            *self.more_columns,
        ]
        rows = [
            [
                Cell(
                    row.scheme.name,
                    url=reverse(self.address_of_one, args=[row.scheme.pk]),
                    below=row.scheme.source,
                ),
                _newest(row.edition),
                row.users or quiet(_("没有活动办选用")),
                *self.more_cells(row),
            ]
            for row in self._rows()
        ]
        return Table(columns, rows)

    def _rows(self) -> Iterable[SchemeRow]:
        running, users = self.running(), self._users()
        newest: dict[int, AbstractEdition] = {}
        every: dict[int, int] = {}
        for edition in self.kind.editions().order_by("number"):
            newest[edition.scheme_id] = edition
            count = running.get(edition.pk, 0)
            every[edition.scheme_id] = every.get(edition.scheme_id, 0) + count
        for scheme in self.kind.schemes():
            last = newest.get(scheme.pk)
            now = running.get(last.pk, 0) if last else 0
            offices = "、".join(users.get(scheme.pk, ()))
            yield SchemeRow(scheme, last, offices, now, every.get(scheme.pk, 0) - now)

    def _users(self) -> dict[int, list[str]]:
        users: dict[int, list[str]] = {}
        chosen = self.kind.adoptions().select_related("office")
        for row in chosen.order_by("office__region__code"):
            users.setdefault(row.scheme.pk, []).append(str(row.office))
        return users

    def _said(self, scope: Scope) -> dict[str, Any]:
        return {"pages": self, "tabs": tabs(self.key), "why_not": why_not_keep(scope)}

    # A new one ----------------------------------------------------------------------------------

    def begin(self, request: HttpRequest) -> HttpResponse:
        """Begin a scheme as a copy of another; then edit it."""
        person = access.of(request)
        _refuse_reader(person.scope)
        form = BeginForm(sent(request)[0], schemes=self.kind.schemes())
        context = {"form": form, "pages": self}

        def add(data: Cleaned) -> AbstractScheme:
            given = dict(data)
            like = self.kind.editions_of(given.pop("like"))[0]
            made: AbstractScheme = self.kind.add(like=like, by=person.actor, **given)
            return made

        return submit(
            request,
            form,
            add,
            show=Page(request, "desk/tables/scheme_new.html", lambda: context),
            said=self.begun,
            to=lambda made: reverse(self.address_to_publish, args=[made.pk]),
        )

    # One of them --------------------------------------------------------------------------------

    def show(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What it says now, every edition before, two side by side; which offices go by it."""
        scope = access.of(request).scope
        one = get_object_or_404(self.kind.scheme, pk=pk)
        if request.method == "POST" and not scope.holds(*KEEPERS):
            raise NotYours(why_not_keep(scope))
        form = AdoptForm(sent(request)[0], offices=_offices_kept(scope))
        leaves = self.kind.optional and request.POST.get("step") == "leave"
        return submit(
            request,
            form,
            lambda data: self._adopt(request, one, data, leaves=leaves),
            show=Page(request, self.page_template, lambda: self._one(request, scope, one, form)),
            said=lambda sentence: sentence,
            to=reverse(self.address_of_one, args=[one.pk]),
        )

    def _one(
        self, request: HttpRequest, scope: Scope, one: AbstractScheme, form: AdoptForm
    ) -> dict[str, Any]:
        every = self.kind.editions_of(one)
        adoptions = self.kind.adoptions().filter(scheme=one)
        in_reach = units_under(within(scope)).order_by().values("pk")
        near = adoptions.filter(office__in=in_reach).select_related("office__region")
        return {
            **self._said(scope),
            "scheme": one,
            "rules": self._rules(every[0]),
            "newest": every[0],
            "editions": self._editions(one, every),
            "compared": self._compared(request, every),
            "numbers": [edition.number for edition in every],
            "offices": list(near.order_by("office__region__code")),
            "others": adoptions.exclude(office__in=in_reach).count(),
            "form": form,
            "chooses": scope.holds(*KEEPERS),
        }

    def _rules(self, edition: Any) -> list[tuple[str, str]]:
        """What the edition says, line by line."""
        words = self.kind.words
        rows = [(words.what(row), words.says(row)) for row in self.kind.rows_of(edition)]
        return rows + [(term.label, term.words(edition)) for term in self.kind.terms]

    def _adopt(
        self, request: HttpRequest, one: AbstractScheme, data: Cleaned, *, leaves: bool
    ) -> str:
        """What is said of it; nothing more where it did not go by it in the first place."""
        office = data["office"]
        goes_by = self.kind.adoptions().filter(office=office)
        if leaves and not goes_by.filter(scheme=one).exists():
            messages.info(request, str(self.not_adopted) % {"office": office})
            return ""
        self.kind.adopt(
            office=office,
            code="" if leaves else one.code,
            reason=data["reason"],
            by=access.of(request).actor,
        )
        return str(self.given_up if leaves else self.adopted) % {"office": office}

    def _editions(self, one: AbstractScheme, every: Sequence[Any]) -> list[Edition]:
        """Each edition beside the event that published it."""
        running = self.running()
        events = Event.objects.filter(
            object_type=self.kind.object_type, object_id=one.pk, kind="publish"
        )
        told = {event.facts["version"]: event for event in events}
        before = {edition.number: edition for edition in every}
        found = []
        for edition in every:
            event = told.get(edition.number)
            found.append(
                Edition(
                    number=edition.number,
                    at=wording.moment(edition.since),
                    who=" ".join(filter(None, (event.actor_unit, event.who))) if event else "",
                    reason=str(event.facts.get("reason", "")) if event else "",
                    changes=_told(self.kind.compare(before.get(edition.number - 1), edition)),
                    first=edition.number == 1,
                    newest=edition is every[0],
                    running=running.get(edition.pk, 0),
                )
            )
        return found

    def _compared(
        self, request: HttpRequest, every: Sequence[Any]
    ) -> tuple[int, int, Changes] | None:
        """The two editions named in the address, if they are there."""
        by_number = {str(edition.number): edition for edition in every}
        before = by_number.get(request.GET.get("before", ""))
        after = by_number.get(request.GET.get("after", ""))
        if before is None or after is None:
            return None
        return before.number, after.number, _told(self.kind.compare(before, after))

    # A new edition ------------------------------------------------------------------------------

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest edition (or an older one, to go back to) as a table to edit and publish."""
        _refuse_reader(access.of(request).scope)
        one = get_object_or_404(self.kind.scheme, pk=pk)
        every = self.kind.editions_of(one)
        if request.method == "POST":
            return self._published(request, one, every)
        number = request.GET.get("version", "")
        base = next((e for e in every if str(e.number) == number), None) if number else every[0]
        if base is None:
            raise Http404
        if base is every[0]:
            form, back_to = self.form(like=base), None
        else:
            reason = _("恢复到第 %(number)s 版") % {"number": base.number}
            form, back_to = self.form(like=base, initial={"reason": reason}), base
        return self._page(request, one, form, back_to=back_to)()

    def _published(
        self, request: HttpRequest, one: AbstractScheme, every: list[Any]
    ) -> HttpResponse:
        form = self.form(request.POST, like=every[0])
        return submit(
            request,
            form,
            lambda data: self.kind.publish(
                scheme=one,
                rules=form.rules,
                after=version_seen(request),
                reason=data["reason"],
                by=access.of(request).actor,
                **form.terms,
            ),
            show=self._page(request, one, form),
            said=lambda made: _("已发布第 %(number)s 版") % {"number": made.number},
            to=reverse(self.address_of_one, args=[one.pk]),
        )

    def _page(
        self,
        request: HttpRequest,
        one: AbstractScheme,
        form: EditionForm,
        *,
        back_to: AbstractEdition | None = None,
    ) -> Page:
        return Page(request, self.edit_template, lambda: self._edited(one, form, back_to))

    def _edited(
        self, one: AbstractScheme, form: EditionForm, back_to: AbstractEdition | None
    ) -> dict[str, Any]:
        """The table as it is typed, beside the editions there are by now."""
        every = self.kind.editions_of(one)
        ids = {edition.pk for edition in every}
        return {
            "pages": self,
            "scheme": one,
            "form": form,
            "seen": every[0].number,
            "next": every[0].number + 1,
            "back": back_to.number if back_to else 0,
            "differences": _told(self.kind.compare(every[0], back_to)) if back_to else [],
            "running": sum(count for pk, count in self.running().items() if pk in ids),
            **self.more_to_edit(form),
        }
