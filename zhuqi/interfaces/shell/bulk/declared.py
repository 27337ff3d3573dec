"""What a verb's page and a list of rows say, so that the verb can be done to many rows at once."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.changes import Change
from zhuqi.foundation.contributions import Registry
from zhuqi.interfaces.shell.forms import ShellForm

if TYPE_CHECKING:
    from zhuqi.interfaces.shell.listing import Listing
    from zhuqi.interfaces.shell.verb_page import VerbPage

M = TypeVar("M", bound=Model)
V = TypeVar("V", bound=TextChoices)
Given = Mapping[str, Any]


def _as_typed(_change: Any, given: Given) -> Given:
    return given


def _with_the_rest(_change: Any) -> str:
    return ""


def _themselves(_job: int, rows: Sequence[int]) -> Mapping[int, int]:
    return {row: row for row in rows}


def because(_change: Any, job: int) -> Given:
    """The reason of a verb that takes back what a job did."""
    return {"reason": _("撤销批量办理（任务 %(job)s）") % {"job": job}}


@dataclass(frozen=True, slots=True)
class Undo:
    """The lifecycle's own way back: another verb, and what it takes for a row; `label` is what its
    button says.

    `given` reads off the row what it was before the job of that id; NotNow where that can't be
    had back. Where the job made rows of another list, `of` names that list, and `made` says which
    it made of each of these rows.
    """

    verb: Any
    label: StrOrPromise
    given: Callable[[Any, int], Given]
    of: str = ""
    made: Callable[[int, Sequence[int]], Mapping[int, int]] = _themselves


@dataclass(frozen=True, slots=True)
class Bulk:
    """How a verb is done to many rows: its form is asked once, `Bulk()` asks what one row is asked.

    `form`: what is asked instead, with keywords of the same action; no files. `given`: what the
    action takes for a row, of what was typed for all. `alone`: why a row has to be done by itself
    though the verb may be done to it. `hint` stands above the form.
    """

    form: type[ShellForm] | None = None
    given: Callable[[Any, Given], Given] = _as_typed
    alone: Callable[[Any], str] = _with_the_rest
    undo: Undo | None = None
    hint: StrOrPromise = ""


class Standing(Protocol):
    """A row the person sees: its version, and why the verb can't be done to it, "" where it can."""

    @property
    def pk(self) -> int: ...

    @property
    def version(self) -> int: ...

    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RowName:
    """What a row is called where it is told by name, and where it is read."""

    label: str
    about: str
    url: str


# No slots: it is made as `BulkRows[MyRow, MyVerb](...)`.
@dataclass(frozen=True, kw_only=True)
class BulkRows(Generic[M, V]):
    """The rows of a list as verbs are done to many of them.

    `allowed` is who opens the list at all, `could` which verbs somebody could ever do to a row of
    it, `fits` those that a row's own state lets be done. Of rows a person does not see nothing is
    said, by any of these: `standings` judges in a fixed number of queries for each of its chunks,
    `names` and `about` (what forms are made of, None where no row is seen) read only what is seen,
    and `open` refuses with NotYours. It refuses with NotNow what was changed since version `seen`.
    """

    listing: "Listing[M, Any]"
    list_url: str
    allowed: Callable[[Scope], bool]
    pages: "Mapping[V, VerbPage[V]]"
    could: Callable[[Scope], Collection[V]]
    fits: Callable[[M], frozenset[V]]
    standings: Callable[[Person, Sequence[int], V, Callable[[Any], str]], Iterable[Standing]]
    names: Callable[[Person, Sequence[int]], Mapping[int, RowName]]
    about: Callable[[Person, Sequence[int]], Mapping[str, Any] | None]
    open: Callable[[Person, int, int], AbstractContextManager[Change[Any]]]
    heads: tuple[StrOrPromise, StrOrPromise]
    """What the label and the words about a row in `names` are headed."""
    beside: str = ""
    """What an address of the list says besides, so that it shows every row one sees."""

    def verbs(self, scope: Scope) -> list[V]:
        """What this person may find to do to many rows, in the table's order."""
        if not self.allowed(scope):
            return []
        could = self.could(scope)
        return [verb for verb, page in self.pages.items() if page.bulk and verb in could]

    def verb(self, scope: Scope, name: str) -> V | None:
        """The one of that name, if it is among them."""
        return next((verb for verb in self.verbs(scope) if verb.value == name), None)

    def bulk(self, verb: V) -> Bulk:
        """How it is done to many."""
        return self.pages[verb].bulk or Bulk()

    def page(self, verb: V) -> "VerbPage[V]":
        """Its page with the form that is asked once for all."""
        page = self.pages[verb]
        return replace(page, form=self.bulk(verb).form or page.form)


# No slots, as with `BulkRows`.
@dataclass(frozen=True, kw_only=True)
class BulkActs(Generic[M, V]):
    """What a room does to many rows of a list that belongs to another, `of` which by its name.

    Said as `BulkRows` says it; how the rows are named and found is the list's own matter. Its
    verbs are called otherwise than those of the list.
    """

    of: str
    pages: "Mapping[V, VerbPage[V]]"
    could: Callable[[Scope], Collection[V]]
    fits: Callable[[M], frozenset[V]]
    standings: Callable[[Person, Sequence[int], V, Callable[[Any], str]], Iterable[Standing]]
    about: Callable[[Person, Sequence[int]], Mapping[str, Any] | None]
    open: Callable[[Person, int, int], AbstractContextManager[Change[Any]]]

    def on(self, rows: BulkRows[M, Any]) -> BulkRows[M, V]:
        """The list's rows with these verbs instead of its own."""
        return replace(
            rows,
            pages=self.pages,
            could=self.could,
            fits=self.fits,
            standings=self.standings,
            about=self.about,
            open=self.open,
        )


# By the name of the list.
BULKS: Registry[BulkRows[Any, Any]] = Registry("list with bulk work")
MORE: Registry[BulkActs[Any, Any]] = Registry("bulk work of another room")


def works_on(listing: str) -> list[BulkRows[Any, Any]]:
    """Everything done to many rows of a list: by its own room, then by others."""
    own = BULKS.find(listing)
    return [own, *(more.on(own) for more in MORE if more.of == listing)] if own else []


def work_with(listing: str, verb: str) -> BulkRows[Any, Any] | None:
    """The work on a list that knows the verb of that name."""
    works = works_on(listing)
    return next((rows for rows in works if any(v.value == verb for v in rows.pages)), None)
