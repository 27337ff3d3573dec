"""A list, declared: its rows, columns, filters and orders. Pages, chips and counts follow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation import keyset
from zhuqi.foundation.access import Person, Refusal
from zhuqi.foundation.keyset import KeysetPage, keys_of
from zhuqi.foundation.saved_views.models import SavedView
from zhuqi.foundation.saved_views.queries import counts, views_of
from zhuqi.foundation.spreadsheets.writing import Holds, Value
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing.filters import (
    COLUMNS,
    COUNT,
    CURSOR,
    ORDER,
    VIEWS,
    Asked,
    Filter,
    Known,
    changed,
    more_filters,
    place_in,
)
from zhuqi.interfaces.shell.listing.form import Chip, FilterForm
from zhuqi.interfaces.shell.listing.saved import MOST, Opened, SavedTabs, tabs_of
from zhuqi.interfaces.shell.listing.walking import Marks, Place, place_of
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.interfaces.shell.submit import Show

M = TypeVar("M", bound=Model)
C = TypeVar("C")
YEAR = 365 * 24 * 3600
PAGE = keyset.PAGE
_PRINTED = "list.printed"


@dataclass(frozen=True, slots=True)
class InFile(Generic[M, C]):
    """A column of an exported file: `read` gives a value of the kind it `holds`, as typed as Excel
    can have it, and no more than the person may see in the list."""

    label: StrOrPromise
    read: Callable[[M, C], Value]
    holds: Holds = Holds.TEXT
    width: float = 12


@dataclass(frozen=True, slots=True)
class Column(Generic[M, C]):
    """A column: `write` makes a row's cell from the row and what was read for the whole page.

    `sort` names the fields its head sorts by, as in `order_by`, never null; a unique one is added.
    A `bare` one needs no name on a phone. A `hidden` column is shown to who chooses it. What is
    not `printed` stays on the screen. `in_file`: the columns it is in an exported file, where that
    is not one with the words of its cell.
    """

    key: str
    label: StrOrPromise
    write: Callable[[M, C], Cell | object]
    css: str = ""
    number: bool = False
    silent: bool = False
    bare: bool = False
    sort: tuple[str, ...] = ()
    hidden: bool = False
    printed: bool = True
    in_file: tuple[InFile[M, C], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """An order to choose by name; `fields` as in `order_by`, never null, the last one unique."""

    key: str
    label: StrOrPromise
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where there is no row: what will appear here, and how."""

    title: StrOrPromise
    text: StrOrPromise
    icon: str = "inbox"


@dataclass(frozen=True, slots=True)
class Listing(Generic[M, C]):
    """A list of rows that may grow without its pages growing.

    `rows` starts at what the person may see and needs no order. `context` reads, in a fixed number
    of queries, what the columns of a page's rows are written from. The first of `orders` is the
    one nobody has to ask for. `name` keeps cursors and chosen columns of lists apart; `measure` is
    what rows are counted in (件, 家, 人); `size` makes pages shorter where a row is tall. With a
    `print_view` all its rows can be printed (`printing.printed`), the columns in the order of
    `paper`. For a page or an exported file `narrowed` may cut the rows to what their columns read.
    `unmatched` stands where no row fits the conditions, in the list's own words where it has any.
    """

    name: str
    label: StrOrPromise
    measure: StrOrPromise
    rows: Callable[[Asked], QuerySet[M]]
    orders: tuple[Order, ...]
    empty: Empty
    context: Callable[[Asked, Sequence[M]], C]
    columns: tuple[Column[M, C], ...] = ()
    head: Column[M, C] | None = None
    filters: tuple[Filter[M], ...] = ()
    css: str = ""
    pinned: bool = False
    size: int = PAGE
    paper: Sequence[str] = ()
    print_view: str = ""
    narrowed: Callable[[QuerySet[M]], QuerySet[M]] | None = None
    unmatched: Empty | None = None

    @property
    def every_filter(self) -> tuple[Filter[M], ...]:
        """Its own filters, and those other rooms contribute (`MORE_FILTERS`)."""
        return (*self.filters, *more_filters(self.name))

    def show(self, request: HttpRequest, person: Person) -> "Shown[M, C]":
        """One page as the address asks for it. Nothing is counted; what can't be read is left
        out."""
        query = request.GET
        form = self._form(query, person)
        columns = self._columns(request)
        shown = frozenset(column.key for column in columns)
        asked = Asked(person, timezone.now(), form.values, shown, place_in(query))
        order = self._order(query.get(ORDER, ""))
        rows = self._rows(asked)
        page = keyset.keyset_page(
            self.narrowed(rows) if self.narrowed else rows,
            keys_of(*order.fields),
            query.get(CURSOR, ""),
            size=min(self.size, PAGE),
            salt=f"list.{self.name}",
        )
        return Shown(self, query, request.path, form, asked, order, columns, page)

    def answer(
        self,
        request: HttpRequest,
        person: Person,
        template: str,
        context: "Mapping[str, Any] | Callable[[Shown[M, C]], Mapping[str, Any]] | None" = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        """The page with `listing` in it; or, asked for by the page itself, how many rows it has.

        `context` is what else the page shows, or makes that from the rows shown.
        """
        if request.GET.get(COUNT) and getattr(request, "htmx", False):
            total = f"{self.chosen(request.GET, person).order_by().count():,} {self.measure}"
            words = _("共 %(n)s") % {"n": total}
            return HttpResponse(format_html('<span data-total="{}">{}</span>', total, words))
        if request.GET.get(VIEWS) and getattr(request, "htmx", False):
            counted = self._counts(person, views_of(person.scope, self.name))
            opened = Opened(self.name, request.path, request.GET, person)
            tabs = {"saved": tabs_of(opened, counted)}
            return render(request, "shell/listing/view_tabs.html", tabs)
        shown = self.show(request, person)
        more = context(shown) if callable(context) else context or {}
        response = render(request, template, {**more, "listing": shown}, status=status)
        if COLUMNS in request.GET:
            keys = " ".join(column.key for column in shown.columns)
            response.set_cookie(self._cookie, keys, max_age=YEAR, samesite="Lax", httponly=True)
        return response

    def page(
        self,
        request: HttpRequest,
        person: Person,
        template: str,
        context: Callable[[], Mapping[str, Any]] = dict,
    ) -> Show:
        """`answer` as `submit` draws it, with the reason of a refusal as `banner`."""

        def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
            more = {"banner": refusal.reason if refusal else "", **context()}
            return self.answer(request, person, template, more, status=status)

        return show

    def chosen(self, query: QueryDict, person: Person) -> QuerySet[M]:
        """All rows that fit the filters of an address, in the order it names."""
        form = self._form(query, person)
        asked = Asked(person, timezone.now(), form.values)
        return self._rows(asked).order_by(*self._order(query.get(ORDER, "")).fields)

    def place(
        self, person: Person, query: QueryDict, pk: int, name: str, marks: Marks | None = None
    ) -> Place | None:
        """Where one row stands among those the address chooses, and the rows beside it.

        `name` is the column its neighbours are told by. None where it is not among them and
        `marks`, where it stood before, are not known.
        """
        form = self._form(query, person)
        rows = self._rows(Asked(person, timezone.now(), form.values))
        keys = keys_of(*self._order(query.get(ORDER, "")).fields)
        return place_of(rows, keys, pk, name, marks)

    def on_paper(self, request: HttpRequest, person: Person) -> "Whole[M, C]":
        """All chosen rows with the columns of a print: those chosen, or those of `paper`."""
        return self.whole(request.GET, person, self.chosen_columns(request))

    def chosen_columns(self, request: HttpRequest) -> list[str]:
        """The columns somebody chose, in the address or last on this machine, by key."""
        chosen = request.GET.getlist(COLUMNS) or request.COOKIES.get(self._cookie, "").split()
        return [column.key for column in self.columns if column.key in chosen]

    def whole(self, query: QueryDict, person: Person, chosen: Sequence[str] = ()) -> "Whole[M, C]":
        """All rows an address asks for, with the chosen columns, else those of `paper`, else the
        usual ones; what stays on the screen is left out."""
        usual = self.paper or [column.key for column in self.columns if not column.hidden]
        keys = {
            column.key
            for column in self.columns
            if column.printed and column.key in (chosen or usual)
        }
        place = {key: number for number, key in enumerate(self.paper)}
        columns = sorted(
            (column for column in self.columns if column.key in keys),
            key=lambda column: place.get(column.key, len(place)),
        )
        form = self._form(query, person)
        asked = Asked(person, timezone.now(), form.values, frozenset(keys))
        order = self._order(query.get(ORDER, ""))
        head = [self.head] if self.head else []
        return Whole(self, form.chips(), asked, order, [*head, *columns], self._rows(asked))

    def sought(self, query: QueryDict, person: Person) -> "Sought[M, C]":
        """What an address asks for, in every column, for whoever draws no page of it."""
        form = self._form(query, person)
        keys = frozenset(column.key for column in self._all)
        asked = Asked(person, timezone.now(), form.values, keys)
        return Sought(self, form, asked, self._order(query.get(ORDER, "")), self._rows(asked))

    def excerpt(self, person: Person, rows: Sequence[M], *keys: str) -> Table:
        """A few rows as other pages show them, in these columns, the first at the head."""
        asked = Asked(person, timezone.now(), {})
        context = self.context(asked, rows)
        known = {column.key: column for column in self._all}
        columns = [known[key] for key in keys]
        return Table(
            [_plain(one) for one in columns],
            [[column.write(row, context) for column in columns] for row in rows],
            css=self.css,
            label=self.label,
            keys=False,
        )

    def _counts(self, person: Person, views: Sequence[SavedView]) -> list[int]:
        """How many rows each view has for this person, in one query and those of its choices."""
        known = Known()
        several = []
        for view in views:
            query = QueryDict(view.query)
            named = [one for one in self.every_filter if one.name in query]
            values = FilterForm(query, named, person, known=known).values
            several.append(self._rows(Asked(person, timezone.now(), values)))
        return counts(several, MOST)

    def _form(self, query: QueryDict, person: Person) -> FilterForm:
        orders = [(order.key, order.label) for order in self.orders]
        return FilterForm(query, self.every_filter, person, orders)

    def _rows(self, asked: Asked) -> QuerySet[M]:
        given = [one for one in self.every_filter if one.name in asked.values]
        applied = {one.name for one in given if one.applies_itself}
        left = {name: value for name, value in asked.values.items() if name not in applied}
        rows = self.rows(replace(asked, values=left))
        for one in given:
            rows = one.applied(rows, asked)
        return rows

    def _order(self, key: str) -> Order:
        """The one asked for, else the first: by name, or by a column's head ("-key" backwards)."""
        for order in self.orders:
            if order.key == key:
                return order
        back = "-" if key.startswith("-") else ""
        for column in self._all:
            if column.sort and column.key == key.removeprefix("-"):
                fields = [*column.sort, "pk"]
                turned = [_turned(name) for name in fields] if back else fields
                return Order(key, column.label, tuple(turned))
        return self.orders[0]

    @property
    def _all(self) -> list[Column[M, C]]:
        return [*([self.head] if self.head else []), *self.columns]

    @property
    def _cookie(self) -> str:
        return f"{self.name}_cols"

    def _columns(self, request: HttpRequest) -> list[Column[M, C]]:
        """As chosen in the address, else as chosen last on this machine, else the usual ones."""
        chosen = self.chosen_columns(request)
        found = [column for column in self.columns if column.key in chosen]
        return found or [column for column in self.columns if not column.hidden]


def _nothing_fits(listing: Listing[Any, Any]) -> Empty:
    words = _("没有符合条件的%(label)s") % {"label": listing.label}
    return Empty(words, _("可以去掉一两个条件再看。"), "filter")


@dataclass(frozen=True, slots=True)
class Shown(Generic[M, C]):
    """A page of a list, as the shell's tags draw it."""

    listing: Listing[M, C]
    query: QueryDict
    path: str
    form: FilterForm
    asked: Asked
    order: Order
    columns: Sequence[Column[M, C]]
    page: KeysetPage[M]
    printed: str = field(default_factory=lambda: wording.moment(timezone.now()))

    @property
    def rows(self) -> Sequence[M]:
        """The rows of the page."""
        return self.page.rows

    @property
    def chips(self) -> list[Chip]:
        """The conditions in force."""
        return self.form.chips()

    @property
    def empty(self) -> Empty:
        """What to say where there is no row: nothing yet, or nothing that fits."""
        listing = self.listing
        return (listing.unmatched or _nothing_fits(listing)) if self.form.values else listing.empty

    @property
    def saved(self) -> SavedTabs | None:
        """Views people saved of it, as tabs; None where none can be."""
        asked = self.asked.person
        return tabs_of(Opened(self.listing.name, self.path, self.query, asked))

    @property
    def print_url(self) -> str:
        """Where all rows stand ready to be printed; "" where only the page can be."""
        if not self.listing.print_view:
            return ""
        return f"{reverse(self.listing.print_view)}{changed(self.query)}"

    @property
    def before_url(self) -> str:
        """The page before; "" on the first."""
        return self._turned(self.page.before)

    @property
    def after_url(self) -> str:
        """The next page; "" on the last."""
        return self._turned(self.page.after)

    def _turned(self, cursor: str) -> str:
        return changed(self.query, **{CURSOR: cursor}) if cursor else ""

    @property
    def count_url(self) -> str:
        """Where the page asks how many rows there are; "" where it shows them all."""
        paged = self.page.before or self.page.after
        return changed(self.query, **{COUNT: "1"}) if paged else ""

    @property
    def count_words(self) -> str:
        """How many rows are shown."""
        words = _("本页 %(n)s %(measure)s") if self.count_url else _("共 %(n)s %(measure)s")
        return words % {"n": len(self.page.rows), "measure": self.listing.measure}

    @property
    def choices(self) -> list[tuple[Column[M, C], bool]]:
        """All columns, and whether each is shown."""
        shown = {column.key for column in self.columns}
        return [(column, column.key in shown) for column in self.listing.columns]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the choice of columns sends along."""
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in {COLUMNS, CURSOR, COUNT}
            for value in values
        ]

    @property
    def table(self) -> Table:
        """Headings and drawn cells."""
        context = self.listing.context(self.asked, self.page.rows)
        head = [self.listing.head] if self.listing.head else []
        columns = [*head, *self.columns]
        return Table(
            [self._heading(column) for column in columns],
            [[column.write(row, context) for column in columns] for row in self.page.rows],
            # The head of a table in no box of its own stays below the page's top line.
            css=self.listing.css if self.listing.pinned else f"{self.listing.css} z-table--page",
            label=self.listing.label,
            pinned=self.listing.pinned,
        )

    def _heading(self, column: Column[M, C]) -> Heading:
        sorted_ = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.order.key, "")
        other = f"-{column.key}" if sorted_ == "ascending" else column.key
        return replace(
            _plain(column),
            printed=column.printed,
            url=changed(self.query, **{ORDER: other}) if column.sort else "",
            sorted=sorted_ if column.sort else "",
        )


@dataclass(frozen=True, slots=True)
class Whole(Generic[M, C]):
    """All rows of a list, as they go on paper or into a file."""

    listing: Listing[M, C]
    chips: Sequence[Chip]
    asked: Asked
    order: Order
    columns: Sequence[Column[M, C]]
    rows: QuerySet[M]

    @property
    def table(self) -> Table:
        """The headings, a running number first; rows come as they are read."""
        return Table(
            [Heading(_("序号"), number=True), *map(_plain, self.columns)],
            [],
            css=self.listing.css,
            label=self.listing.label,
            keys=False,
            headed=False,
        )

    def cells(self, first: int, most: int, chunk: int) -> Iterator[list[Cell | object]]:
        """Row after row from the one of this running number, `most` of them, so many in memory at
        a time."""
        keys = keys_of(*self.order.fields)
        number, last, cursor = first - 1, first - 1 + most, ""
        if number:
            cursor = keyset.cursor_after(self.rows, keys, number, salt=_PRINTED)
            if not cursor:
                return
        while number < last:
            size = min(chunk, last - number)
            page = keyset.keyset_page(self.rows, keys, cursor, size=size, salt=_PRINTED)
            context = self.listing.context(self.asked, page.rows)
            for row in page.rows:
                number += 1
                yield [number, *(column.write(row, context) for column in self.columns)]
            cursor = page.after
            if not cursor:
                return


@dataclass(frozen=True, slots=True)
class Sought(Generic[M, C]):
    """All rows of a list as an address asks for them; what could not be read is in the form."""

    listing: Listing[M, C]
    form: FilterForm
    asked: Asked
    order: Order
    rows: QuerySet[M]

    def page(self, cursor: str) -> KeysetPage[M] | None:
        """One page; None for a cursor that is none of this list's."""
        return keyset.page_from(
            self.rows,
            keys_of(*self.order.fields),
            cursor,
            size=min(self.listing.size, PAGE),
            salt=f"list.{self.listing.name}",
        )


def no_context(_asked: Asked, _rows: Sequence[Model]) -> None:
    """For lists whose cells are written from their rows alone."""


def _plain(column: Column[M, C]) -> Heading:
    return Heading(
        column.label,
        column.css,
        number=column.number,
        silent=column.silent,
        bare=column.bare,
    )


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
