"""The list of a reference table, made from its declaration."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import Person
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.interfaces.desk.tables.reference_tables.base import Column as RegisterColumn
from zhuqi.interfaces.desk.tables.reference_tables.base import Register
from zhuqi.interfaces.shell.listing import (
    Asked,
    Column,
    Empty,
    Filter,
    Kind,
    Listing,
    Order,
    no_context,
)
from zhuqi.interfaces.shell.parts import Cell

AnyRegister = Register[Any]
Rows = QuerySet[Any]
STATES = (("", _lazy("在用")), ("retired", _lazy("已停用")), ("all", _lazy("全部")))


def name_of(register: AnyRegister) -> str:
    """What its list is called among all lists."""
    return f"table_{register.key}"


def listing_of(register: AnyRegister, person: Person, *, states: bool) -> Listing[Any, None]:
    """Its rows in their own order: those in use, or with `states` others too, each with its
    state."""
    first, *others = register.columns

    def head(row: Any, _page: None) -> Cell:
        url = reverse("desk:admin_register_row", args=[register.key, row.pk])
        return Cell(first.write(row), first.below(row), url=url)

    def state(row: Any, _page: None) -> Cell:
        used = register.is_used(row)
        return Cell(_("在用") if used else format_html("<b>{}</b>", _("已停用")))

    columns = [
        Column(f"c{place}", one.label, _cell(one), _css(one), number=one.number)
        for place, one in enumerate(others)
    ]
    if states:
        columns.append(Column("state", _lazy("状态"), state))

    def rows(asked: Asked) -> Rows:
        return _rows(register, asked)

    # Each table's own, on columns that are never null, the last one unique.
    order = tuple(map(str, register.rows(person.scope).query.order_by))
    return Listing(
        name=name_of(register),
        label=register.name,
        measure=_lazy("条"),
        rows=rows,
        context=no_context,
        head=Column("head", first.label, head, _css(first)),
        columns=tuple(columns),
        filters=(
            Filter("q", _lazy("查找"), Kind.TEXT, hint=_lazy("名称中的字")),
            Filter("state", _lazy("状态"), choices=STATES),
        ),
        orders=(Order("usual", _lazy("通常的次序"), order),),
        empty=Empty(
            _lazy("这里还没有"),
            _("新增的%(one)s会列在这里。") % {"one": register.one},
            register.icon,
        ),
        unmatched=Empty(_lazy("没有找到"), _lazy("换一个词，或把状态改为“全部”再找。"), "search"),
    )


def _rows(register: AnyRegister, asked: Asked) -> Rows:
    """Searched in all of them; before anything is searched for, in the usual ones."""
    scope = asked.person.scope
    rows = register.rows(scope)
    if text := asked.values.get("q"):
        match = spelled_in(text, *register.searched)
        # By id, so that a search across posts lists nobody twice.
        rows = rows.filter(pk__in=rows.order_by().filter(match).values("pk"))
    else:
        rows = register.usual(rows, scope)
    match asked.values.get("state"):
        case "all":
            return rows
        case "retired":
            return rows.exclude(pk__in=register.in_use(rows).order_by().values("pk"))
        case _:
            return register.in_use(rows)


def _cell(column: RegisterColumn[Any]) -> Callable[[Any, None], Cell]:
    return lambda row, _page: Cell(column.write(row), column.below(row))


def _css(column: RegisterColumn[Any]) -> str:
    """Long texts are given room, but not what the others need to be read."""
    if column.wide:
        return "z-wide"
    return "" if column.number else "z-mid"
