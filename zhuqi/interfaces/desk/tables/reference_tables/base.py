"""A register: a table administrators keep, declared once, shown by the same three pages.

A declaration says what is listed, with which form a row is entered and changed, by which verb of
the rooms below, and what else can be done to it; `tables/views/reference_tables.py` has the
list, the form and the history.
To add a table: declare it (`reference_tables.Table`), subclass `Register` with its form and
columns, and say `registers.add(...)` in the room's `apps.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Actor, Person, Role, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.queries import governs_all
from zhuqi.foundation.reference_tables.table import Table
from zhuqi.interfaces.desk.forms.base import DeskForm

M = TypeVar("M", bound=models.Model)
Cleaned = Mapping[str, Any]

KEEPERS = (Role.SYSTEM_ADMIN,)
READERS = (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
NOT_CHOSEN = _("所选的一项已停用，或不在您的管理范围内")
MAIN_ONLY = _("这张表全市共用，由上级的系统管理员维护")


def why_not_keep(scope: Scope, *, shared: bool = True) -> str:
    """Why this person may only read a table (one that all share, or one's own part); "" if not."""
    if not scope.holds(*KEEPERS):
        return str(_("审计管理员只查阅，由系统管理员维护"))
    if shared and not governs_all(scope.units(*KEEPERS)):
        return str(MAIN_ONLY)
    return ""


class RegisterForm(DeskForm):
    """A row's form. Field names are those of the columns, so that history can fill it again."""

    def __init__(
        self, *args: Any, scope: Scope, row: models.Model | None = None, **kwargs: Any
    ) -> None:
        self.scope, self.row = scope, row
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=_("修改说明"),
            required=False,
            max_length=200,
            help_text=_("写进修改记录，如依据的文件。"),
        )
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = str(NOT_CHOSEN)
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.error_messages["invalid_choice"] = str(NOT_CHOSEN)
                field.error_messages["invalid_pk_value"] = str(NOT_CHOSEN)
        self.set_choices()

    def set_choices(self) -> None:
        """Set choices by scope and row."""

    def choose_from(self, name: str, rows: QuerySet[Any]) -> None:
        """The rows a field offers."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = rows


class ActForm(RegisterForm):
    """What retiring or restoring asks for: why, and no more."""


@dataclass(frozen=True, slots=True)
class Act(Generic[M]):
    """Something done to a row beside changing it. `fits`: offered in the row's present state."""

    key: str
    label: StrOrPromise
    done: StrOrPromise
    fits: Callable[[M], bool]
    do: Callable[[M, Cleaned, Actor], object]
    explain: StrOrPromise = ""
    form: type[RegisterForm] = ActForm


@dataclass(frozen=True, slots=True)
class Column(Generic[M]):
    """A column of the list: its words for a row, and what stands quietly below them."""

    label: StrOrPromise
    write: Callable[[M], str]
    below: Callable[[M], str] = lambda _row: ""
    number: bool = False
    wide: bool = False


def turns(table: Table[Any], one: StrOrPromise, retiring: StrOrPromise) -> tuple[Act[Any], ...]:
    """Retire and restore, for a row with an `active` column."""
    return (
        Act(
            "retire",
            _("停用"),
            format_lazy(_("{one}已停用"), one=one),
            lambda row: row.active,
            lambda row, data, by: table.retire(row, reason=data["reason"], by=by),
            retiring,
        ),
        Act(
            "restore",
            _("恢复使用"),
            format_lazy(_("{one}已恢复使用"), one=one),
            lambda row: not row.active,
            lambda row, data, by: table.restore(row, reason=data["reason"], by=by),
        ),
    )


class Register(ABC, Generic[M]):
    """One kind of row that administrators keep."""

    key: ClassVar[str]
    name: ClassVar[StrOrPromise]
    one: ClassVar[StrOrPromise]
    note: ClassVar[StrOrPromise]
    icon: ClassVar[str] = "list-details"
    # The table's declaration; rows of a table without one name their object and their verbs.
    table: ClassVar[Table[Any] | None] = None
    object_type: ClassVar[str]
    form: ClassVar[type[RegisterForm]]
    # Shared by all: kept by the administrator above all others.
    shared: ClassVar[bool] = False
    # Columns that are looked into when a text is searched for.
    searched: ClassVar[tuple[str, ...]] = ("name",)

    # How the kinds of its events begin.
    told_by: ClassVar[str]
    # What retiring means, said where it is offered.
    retiring: ClassVar[StrOrPromise] = ""

    columns: Sequence[Column[M]]
    acts: Sequence[Act[M]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """A declared table brings its object, and two acts: out of use and into use again."""
        super().__init_subclass__(**kwargs)
        if (table := cls.table) is not None:
            cls.object_type = table.object_type
            if "acts" not in vars(cls):
                cls.acts = turns(table, cls.one, cls.retiring)
        if "told_by" not in vars(cls):
            cls.told_by = f"{cls.object_type}."

    # What there is ------------------------------------------------------------------------------

    @abstractmethod
    def rows(self, scope: Scope) -> QuerySet[M]:
        """Every row the administrator may read, in the list's order."""

    def usual(self, rows: QuerySet[M], scope: Scope) -> QuerySet[M]:  # noqa: ARG002
        """What is listed before anything is searched for."""
        return rows

    def in_use(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Those not retired."""
        return rows.filter(active=True)

    def is_used(self, row: M) -> bool:
        """True unless the row is retired."""
        return bool(getattr(row, "active", True))

    def title(self, row: M) -> str:
        """The row on its own page."""
        return str(row)

    def hint(self, row: M) -> str:  # noqa: ARG002
        """A line below the title."""
        return ""

    # Who may ------------------------------------------------------------------------------------

    def may_keep(self, scope: Scope) -> str:
        """Why this person may only read; "" if they may enter and change."""
        return why_not_keep(scope, shared=self.shared)

    # What is done -------------------------------------------------------------------------------

    def add(self, data: Cleaned, by: Person) -> M:
        """Enter a row through its verb."""
        made: M = self._declared.add(by=by.actor, **data)
        return made

    def change(self, row: M, data: Cleaned, by: Person) -> object:
        """Change it through its verb."""
        return self._declared.change(row, by=by.actor, **data)

    @property
    def _declared(self) -> Table[Any]:
        if self.table is None:
            raise NotImplementedError
        return self.table

    # Its history --------------------------------------------------------------------------------

    def object_id(self, row: M) -> int:
        """Which object's events tell of the row."""
        return int(row.pk)

    def events(self, row: M) -> list[Event]:
        """Every event of the row, oldest first."""
        events = Event.objects.filter(object_type=self.object_type, object_id=self.object_id(row))
        return list(events.order_by("seq").prefetch_related("erasables"))

    def values(self, row: M, form: RegisterForm) -> dict[str, Any]:
        """The row as the events hold it (rows by id, items by code), for the form's fields."""
        found: dict[str, Any] = {}
        for name, field in form.fields.items():
            if name == "reason" or not hasattr(row, name):
                continue
            if isinstance(field, forms.ModelMultipleChoiceField):
                by = field.to_field_name or "pk"
                found[name] = sorted(getattr(row, name).values_list(by, flat=True))
            else:
                value = getattr(row, name)
                found[name] = value.pk if isinstance(value, models.Model) else value
        return found


def within(scope: Scope) -> frozenset[int]:
    """The units whose administrators' reach counts for what is listed."""
    return scope.units(*READERS)


class OwnPages(ABC):
    """A table with pages of its own, listed among the others: schemes in editions, the calendar."""

    key: ClassVar[str]
    name: ClassVar[StrOrPromise]
    note: ClassVar[StrOrPromise]
    object_type: ClassVar[str]

    @property
    @abstractmethod
    def address(self) -> str:
        """The name of its first page's address."""

    @abstractmethod
    def urls(self) -> list[URLPattern]:
        """The addresses of its pages, below that of the desk."""

    @abstractmethod
    def count(self) -> int:
        """How many rows are in use."""
