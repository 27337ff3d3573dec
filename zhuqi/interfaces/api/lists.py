"""Lists by the API, from the pages' own declarations: same rows, filters, orders and columns.

A row holds its id, the fields it is told by, and under `shown` every column as officials read it.
Pages go on by cursor and are never counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from zhuqi.foundation.access import NotValid, Person
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.operations import add
from zhuqi.interfaces.api.schemas import told
from zhuqi.interfaces.api.told import tell, types_of
from zhuqi.interfaces.desk.access import Allowed
from zhuqi.interfaces.shell.listing import Asked, Column, Filter, Kind, Listing, Sought
from zhuqi.interfaces.shell.listing.filters import CURSOR, ORDER
from zhuqi.interfaces.shell.listing.form import FilterForm
from zhuqi.interfaces.shell.parts import Cell, RowForm
from zhuqi.interfaces.shell.telling import Fields

M = TypeVar("M", bound=Model)
C = TypeVar("C")
_LONGEST_CURSOR: Final = 2000


# No slots, as with `VerbPage`: it is made as `ApiList[MyRow, MyContext](...)`.
@dataclass(frozen=True, kw_only=True)
class ApiList(Generic[M, C]):
    """A list: its address, its declaration, whom its page opens to, and what stands beside the
    columns. `name` of its operation and `summary` are the list's own where they are not said.
    """

    path: str
    listing: Listing[M, Any]
    allowed: Allowed
    told: Fields
    name: str = ""
    summary: StrOrPromise = ""
    context: Callable[[Asked, Sequence[M]], C] | None = None
    """What rows are told from, where that is not what the page's cells are written from."""

    def serve(self, router: Router) -> None:
        """Add its operation."""
        asks, page = self._asks(), self.page()

        def listed(request: HttpRequest, asked: asks = Query(...)) -> Any:  # type: ignore[type-arg,valid-type]  # noqa: ARG001, B008
            return self.answer(request)

        summary = self.summary or self.listing.label
        add(router, "GET", self.path, listed, name=self._name, summary=summary, response=page)

    def answer(self, request: HttpRequest) -> Mapping[str, Any]:
        """One page as the address asks for it.

        NotValid for a condition nobody knows or that can't be read, or a cursor of another list.
        """
        person = enter(request, self.allowed)
        listing = self.listing
        sought = refuse_unknown(request.GET, listing, person)
        page = sought.page(request.GET.get(CURSOR, ""))
        if page is None:
            raise NotValid({CURSOR: _("这个游标不属于这个列表，或已失效")})
        context = (self.context or listing.context)(sought.asked, page.rows)
        columns = _columns(listing)
        return {
            "items": [
                {
                    "id": row.pk,
                    **tell(self.told, row, context),
                    "shown": {one.key: text_of(one.write(row, context)) for one in columns},
                }
                for row in page.rows
            ],
            "next": page.after or None,
            "previous": page.before or None,
        }

    @property
    def _name(self) -> str:
        return self.name or self.listing.name

    def conditions(self) -> type[Schema]:
        """The conditions, as the description tells them; the list's own form reads them."""
        fields: dict[str, Any] = {
            one.name: (_KINDS[one.kind] | None, Field(None, **_told(one)))
            for one in self.listing.every_filter
        }
        orders = [order.key for order in self.listing.orders]
        heads = [one.key for one in _columns(self.listing) if one.sort]
        keys = list(dict.fromkeys([*orders, *heads, *(f"-{key}" for key in heads)]))
        fields[ORDER] = (
            str | None,
            Field(None, description="次序", json_schema_extra=told({"enum": keys})),
        )
        return create_model(f"{self._name}_where", __base__=Schema, **fields)

    def _asks(self) -> type[Schema]:
        """The conditions, and which page."""
        cursor: Any = (
            str | None,
            Field(
                None,
                description="上一页答复中的 next 或 previous",
                max_length=_LONGEST_CURSOR,
                json_schema_extra=told({}),
            ),
        )
        base = self.conditions()
        return create_model(f"{self._name}_asked", __base__=base, **{CURSOR: cursor})

    def page(self) -> type[Schema]:
        """A page of it, as the description tells it."""
        columns: dict[str, Any] = {
            one.key: (str, Field(description=str(one.label))) for one in _columns(self.listing)
        }
        shown = create_model(f"{self._name}_shown", __base__=Schema, **columns)
        row = create_model(
            f"{self._name}_row",
            __base__=Schema,
            id=(int, ...),
            **types_of(self.told, f"{self._name}_row"),
            shown=(shown, Field(description="各栏在页面上的样子")),
        )
        return create_model(
            f"{self._name}_page",
            __base__=Schema,
            items=(list[row], ...),  # type: ignore[valid-type]  # a model made above
            next=(str | None, Field(description="下一页的游标；没有下一页时为 null")),
            previous=(str | None, Field(description="上一页的游标")),
        )


def refuse_unknown(query: QueryDict, listing: Listing[M, C], person: Person) -> Sought[M, C]:
    """What an address asks for. NotValid for a condition nobody knows or that can't be read."""
    sought = listing.sought(query, person)
    if wrong := _wrong(query, sought.form):
        raise NotValid(wrong)
    return sought


def _wrong(query: QueryDict, form: FilterForm) -> Mapping[str, str]:
    """Conditions nobody knows, or that can't be read: a page leaves them out, a program is told."""
    wrong = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
    for name in sorted(set(query) - form.filters.keys() - {CURSOR, ORDER}):
        wrong[name] = _("没有这个条件")
    return wrong


def _columns(listing: Listing[Any, Any]) -> Sequence[Column[Any, Any]]:
    """Every column, the hidden ones too."""
    return [*([listing.head] if listing.head else []), *listing.columns]


_KINDS: Final[Mapping[Kind, Any]] = {
    Kind.CHOICE: str,
    Kind.CHOICES: list[str],
    Kind.TEXT: str,
    Kind.DAY: str,
    Kind.YES: bool,
    Kind.NUMBER: int,
}


def _told(one: Filter[Any]) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    if one.kind is Kind.DAY:
        rules["format"] = "date"
    if one.fixed is not None and one.kind in {Kind.CHOICE, Kind.CHOICES}:
        rules["enum"] = [str(key) for key, _label in one.fixed]
    return {"description": str(one.label), "json_schema_extra": told(rules)}


def text_of(cell: Cell | object) -> str:
    """A cell as it reads: the value, and what stands below it."""
    if isinstance(cell, Cell):
        return " · ".join(filter(None, (text_of(cell.value), text_of(cell.below))))
    if isinstance(cell, RowForm | tuple | list):
        return ""
    if isinstance(cell, SafeString):
        return " ".join(unescape(strip_tags(str(cell).replace("><", "> <"))).split())
    return "" if cell is None else str(cell)
