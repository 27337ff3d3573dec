"""A noun that is one row, on screen: its list, its page, a new one, one view for all its verbs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet, TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotYours, Person, Scope
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import RowNoun
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.lifecycle import Offer
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.access import Allowed
from zhuqi.interfaces.shell.event_words import kind_words
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.listing import Listing
from zhuqi.interfaces.shell.parts import Action, Cell, Fact, Happening, Heading, Table
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, second_click, sent, submit
from zhuqi.interfaces.shell.telling import Fields, words_of
from zhuqi.interfaces.shell.verb_page import VerbPage, values

R = TypeVar("R", bound=Model)
V = TypeVar("V", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class RowSection:
    """A part of a row's page: rows below their labels, or long text as somebody wrote it.

    A label may be a whole heading, as of a column of numbers."""

    title: StrOrPromise
    labels: Sequence[StrOrPromise | Heading] = ()
    rows: Sequence[Sequence[Cell | object]] = ()
    text: str = ""

    @property
    def table(self) -> Table | None:
        """The rows as the page draws them; None where there are none."""
        headings = [one if isinstance(one, Heading) else Heading(one) for one in self.labels]
        return Table(headings, self.rows, keys=False) if self.rows else None


@dataclass(frozen=True, slots=True)
class RowView:
    """What the page of a row shows beside its buttons and its log; empty sections are left out.

    `line` stands below the title: the state, and what is due next.
    """

    line: Sequence[object]
    facts: Sequence[Fact]
    sections: Sequence[RowSection] = ()

    @property
    def filled(self) -> list[RowSection]:
        """The sections with something in them."""
        return [one for one in self.sections if one.text or one.rows]


# What a room adds to the page of any row, by the type of object and its id; None where it has none.
ROW_SECTIONS: Registry[Callable[[str, int, Person], RowSection | None]] = Registry(
    "section of a row's page"
)


def typed_facts(row: Model, *names: str) -> list[Fact]:
    """What somebody wrote, under its columns' own names; what is empty is left out."""
    columns = [row._meta.get_field(name) for name in names if getattr(row, name)]  # noqa: SLF001
    return [
        Fact(words_of(one), getattr(row, one.name), wide=True, typed=True)  # type: ignore[arg-type]
        for one in columns
    ]


@dataclass(frozen=True, slots=True)
class NewPage(Generic[R]):
    """How one comes to be: a form that is given the person's scope, and the action that takes what
    it asks by name. `word` is what the log calls it, `line` stands below the title."""

    form: type[ShellForm]
    action: Callable[..., R]
    allowed: Allowed
    label: StrOrPromise
    done: StrOrPromise
    word: str
    line: StrOrPromise = ""
    template: str = ""


# No slots, as with `VerbPage`: it is made as `VerbViews[MyRow, MyVerb](...)`.
@dataclass(frozen=True, kw_only=True)
class VerbViews(Generic[R, V]):
    """What the pages of one noun have in common.

    `rows`: those somebody may see; `allowed`: who comes in at all. `list_url` and `row_url` name
    views, the others are `row_url` with `_verb` and `_new`. The page of a `listing`, with `line`
    below its title, and that of a `new` one are served too. Templates of one's own find what
    desk/row.html and desk/act.html find. `told`: what programs are told of a row; `told_in_list`:
    which of it where many are listed.
    """

    noun: RowNoun[R, V]
    pages: Mapping[V, VerbPage[V]]
    rows: Callable[[Scope], QuerySet[R]]
    title: Callable[[R], str]
    view: Callable[[R, Person], RowView]
    allowed: Allowed
    list_url: str
    row_url: str
    row_template: str = "desk/row.html"
    verb_template: str = "desk/act.html"
    listing: Listing[R, Any] | None = None
    line: StrOrPromise = ""
    new: NewPage[R] | None = None
    told: Fields | None = None
    told_in_list: tuple[str, ...] = ()

    def offers(self, row: R, person: Person) -> Iterator[Offer[V]]:
        """What the person could ever do to it, with what stands in the way now."""
        return self.noun.table.offers(self.noun.facts(row, person))

    def actions(self, row: R, person: Person) -> list[Action]:
        """What the person can do now as buttons: the filled one is what is to be done next."""
        possible = [offer.verb for offer in self.offers(row, person) if offer.possible]
        listed = sorted(possible, key=lambda verb: self.pages[verb].order or len(self.pages) + 1)
        return [
            Action(
                self._label(row, verb),
                reverse(f"{self.row_url}_verb", args=[row.pk, verb.value]),
                main=not place and bool(self.pages[verb].order),
            )
            for place, verb in enumerate(listed)
        ]

    def urls(self, below: str) -> list[URLPattern]:
        """The addresses of list, new one, row and verbs, below one of the area's own."""
        enter, name = access.official(self.allowed), self.row_url.rpartition(":")[2]
        pages = [path(f"{below}/<id:pk>/", enter(self.show), name=name)]
        if self.pages:
            verbs = path(f"{below}/<id:pk>/<slug:verb>/", enter(self.act), name=f"{name}_verb")
            pages.append(verbs)
        if self.listing:
            listed = self.list_url.rpartition(":")[2]
            pages.append(path(f"{below}/", enter(self.show_list), name=listed))
        if self.new:
            enter = access.official(self.new.allowed)
            pages.append(path(f"{below}/new/", enter(self.create), name=f"{name}_new"))
        return pages

    @property
    def new_url(self) -> str:
        """The name of the page of a new one."""
        return f"{self.row_url}_new"

    @property
    def event_kinds(self) -> dict[str, StrOrPromise]:
        """What the log calls what is done with one."""
        verbs = {step.verb.value: step.verb.label for step in self.noun.table.steps}
        words = {self.new.word: self.new.label, **verbs} if self.new else verbs
        return {f"{self.noun.object_type}.{word}": label for word, label in words.items()}

    @property
    def its_list(self) -> Listing[R, Any]:
        """Its list. LookupError where it has none of its own."""
        if self.listing is None:
            raise LookupError(f"{self.list_url} has no list of its own")
        return self.listing

    def show_list(self, request: HttpRequest) -> HttpResponse:
        """All one may see, with the way to a new one for whoever may make one."""
        person, new = request_person(request), self.new
        starts = [
            Action(str(one.label), reverse(self.new_url), "plus", main=True)
            for one in ([new] if new and new.allowed(person.scope) else ())
        ]
        context = {"line": self.line, "actions": starts}
        return self.its_list.answer(request, person, "desk/list.html", context)

    def create(self, request: HttpRequest) -> HttpResponse:
        """The page on which one comes to be, perhaps with something filled in by the address."""
        assert self.new is not None  # noqa: S101 (for the type checker: it has an address)
        person, new = request_person(request), self.new
        form = new.form(*sent(request), scope=person.scope, initial=request.GET.dict())
        context = {
            "form": form,
            "title": new.label,
            "line": new.line,
            "reason": "",
            "back": self.noun.table.name,
            "back_url": reverse(self.list_url),
        }
        again = second_click(request, person, f"{self.noun.object_type}:new")

        def make(typed: Cleaned) -> str:
            given = values(form, typed.keys())
            with again.making() as led:
                led.to = reverse(self.row_url, args=[new.action(**given, by=person).pk])
            return led.to

        show = Page(request, new.template or self.verb_template, lambda: context)
        return submit(request, form, make, show=show, said=new.done, to=str, again=again)

    def show(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page of one row; 404 for one the person may not see."""
        person = request_person(request)
        row = self._find(person, pk)
        view = self.view(row, person)
        context = {
            "row": row,
            "title": self.title(row),
            "view": replace(view, sections=(*view.sections, *self._added(pk, person))),
            "actions": self.actions(row, person),
            "happenings": self._happenings(pk),
            "back_url": reverse(self.list_url),
            "back": self.noun.table.name,
        }
        return render(request, self.row_template, context)

    def act(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """The page of one verb: shown, or sent and led back to the row.

        404 for a row the person may not see; NotYours for what they may never do to it.
        """
        asked = next((one for one in self.pages if one.value == verb), None)
        if asked is None:
            raise Http404
        person, page = request_person(request), self.pages[asked]
        row, home = self._find(person, pk), reverse(self.row_url, args=[pk])
        self._reason(row, person, asked)
        form = page.make(*sent(request), row=row, initial=request.GET.dict())

        def context() -> Mapping[str, object]:
            now = self._find(person, pk) if request.method == "POST" else row
            return {
                "row": now,
                "title": self._label(now, asked),
                "form": form,
                "reason": self._reason(now, person, asked),
                "back_url": home,
                "back": self.title(now),
            }

        def do(_typed: Cleaned) -> None:
            given = page.given(form)
            with self.noun.open(pk, by=person, seen=version_seen(request)) as change:
                again.claim()
                page.act(change, given)

        name = f"{self.noun.object_type}:{pk}:{asked}"
        again = second_click(request, person, name, lambda _before: home)
        show = Page(request, page.template or self.verb_template, context)
        return submit(request, form, do, show=show, to=home, said=page.done, again=again)

    def _added(self, pk: int, person: Person) -> Iterator[RowSection]:
        """What other rooms add to the page of the row."""
        added = (section(self.noun.object_type, pk, person) for section in ROW_SECTIONS)
        return (one for one in added if one is not None)

    def _find(self, person: Person, pk: int) -> R:
        row = self.rows(person.scope).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _reason(self, row: R, person: Person, verb: V) -> str:
        """Why it can't be done now; NotYours where the person may never do it."""
        for offer in self.offers(row, person):
            if offer.verb == verb:
                return offer.reason
        raise NotYours(f"您没有“{verb.label}”这件{self.noun.table.name}的权限")

    def _label(self, row: R, verb: V) -> str:
        label = self.pages[verb].label
        return str((label(row) if callable(label) else label) or verb.label)

    def _happenings(self, pk: int) -> list[Happening]:
        """Who did what to it and when, as the log has it; words stand on the page itself."""
        name = self.noun.object_type
        events = Event.objects.filter(object_type=name, object_id=pk).order_by("seq")
        return [
            Happening(one.occurred_at, one.who, kind_words(name, one.kind), unit=one.actor_unit)
            for one in events
        ]
