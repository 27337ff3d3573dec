"""A verb as a page: its form, the action it calls, what to say after, where it stands.

Every noun keeps one table of these, keyed by its verbs. Fields of the form are named like the
action's keywords, so nothing has to be handed over by hand; a test compares the signatures.
"""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments.actions import Prepared, prepare
from zhuqi.interfaces.shell.bulk.declared import Bulk
from zhuqi.interfaces.shell.forms import FilesField, ShellForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

V = TypeVar("V", bound=str)
Given = Mapping[str, Any]


def no_others(_row: object, _given: Given) -> Sequence[int]:
    """Of verbs that change one row only."""
    return ()


# No slots: with them a frozen generic class cannot be made as `VerbPage[MyVerb](...)`.
@dataclass(frozen=True)
class VerbPage(Generic[V]):
    """How one verb is done from a page.

    `action` takes what is changed, then the form's values by keyword. `asks` and `hint` are the
    page's words for the form's main field.
    """

    form: type[ShellForm]
    action: Callable[..., object]
    done: StrOrPromise
    asks: StrOrPromise = ""
    hint: StrOrPromise = ""
    label: StrOrPromise | Callable[[Any], StrOrPromise] = ""
    """What its button says where that is not the verb's own name."""
    group: StrOrPromise = ""
    """The heading it stands under; within one, pages stand in the table's order."""
    order: int = 0
    """Its place among what is to be done next; 0 is never the first thing to do."""
    alternative: V | None = None
    """The other way it may go, offered beside it."""
    in_queue: bool = False
    """Done one after the other, through all that wait for it."""
    own_page: bool = False
    """Too big for a panel on the page of what it changes."""
    template: str = ""
    leaves: bool = False
    """Whoever does it sees the row no more."""
    adds: bool = False
    """It only adds, so it holds whatever happened meanwhile."""
    unasked: frozenset[str] = frozenset()
    """Keywords of the action that pages leave at their default."""
    beside: Callable[[Any, Given], Sequence[int]] = no_others
    """The other rows it changes, by id."""
    bulk: Bulk | None = None
    """How it is done to many rows at once; None where it is done to one only."""

    def make(self, *args: Any, **kwargs: Any) -> ShellForm:
        """The form, in the words of this page."""
        form = self.form(*args, **kwargs)
        if self.asks:
            form.word(self.asks, self.hint)
        return form

    @property
    def alone(self) -> bool:
        """It changes one row only, so what else to lock need not be read off the form first."""
        return self.beside is no_others

    def store(self, files: "MultiValueDict[str, UploadedFile[Any]]") -> dict[str, list[Prepared]]:
        """The files sent for its form, stored ahead of any lock; for `given` to take as they are.

        NotValid where one can't be kept.
        """
        return stored(self.form, files)

    def given(self, form: ShellForm, **instead: Any) -> Given:
        """What the action takes out of a valid form: rows as a list, files stored.

        A form of several verbs gives each its own. NotValid where a file can't be kept. `instead`
        is taken as it is.
        """
        names = self.form.keywords() & form.cleaned_data.keys()
        return values(form, names, **instead)

    def act(self, work: object, given: Given) -> None:
        """Do it."""
        self.action(work, **given)

    @property
    def keywords(self) -> frozenset[str]:
        """What the action takes beside what it changes, less what pages leave alone."""
        parameters = inspect.signature(self.action).parameters.values()
        taken = {one.name for one in parameters if one.kind is one.KEYWORD_ONLY}
        return frozenset(taken - self.unasked)


def stored(
    form: type[ShellForm], files: "MultiValueDict[str, UploadedFile[Any]]"
) -> dict[str, list[Prepared]]:
    """The files sent for a form's fields, stored. NotValid where one can't be kept."""
    names = [name for name, field in form.base_fields.items() if isinstance(field, FilesField)]
    return {name: _stored(name, files.getlist(name)) for name in names}


def values(form: ShellForm, names: Collection[str], **instead: Any) -> Given:
    """These fields of a valid form as an action takes them: rows as a list, files stored.

    NotValid where a file can't be kept. `instead` is taken as it is.
    """
    asked = sorted(set(names) - instead.keys())
    return {**{name: _value(form, name) for name in asked}, **instead}


def _value(form: ShellForm, name: str) -> Any:
    value = form.cleaned_data[name]
    if isinstance(value, QuerySet):
        return list(value)
    return _stored(name, value) if isinstance(form.fields.get(name), FilesField) else value


def _stored(name: str, files: "Sequence[UploadedFile[Any]]") -> list[Prepared]:
    try:
        return prepare(files)
    except NotValid as refusal:
        raise NotValid({name: refusal.reason}) from refusal


def grouped(pages: Mapping[V, VerbPage[V]]) -> dict[StrOrPromise, list[V]]:
    """Verbs by heading, both in the table's order."""
    groups: dict[StrOrPromise, list[V]] = {}
    for verb, page in pages.items():
        groups.setdefault(page.group, []).append(verb)
    return groups


def by_order(pages: Mapping[V, VerbPage[V]]) -> list[V]:
    """What may be the next thing to do, the most pressing first."""
    return sorted(
        (verb for verb, page in pages.items() if page.order), key=lambda v: pages[v].order
    )
