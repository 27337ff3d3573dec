"""Many rows asked for at once, by a page or by a program: what is kept of it, what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.changes import TEXT_GUARDS
from zhuqi.foundation.jobs.actions import NewLine
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.shell.bulk import choosing, jobs
from zhuqi.interfaces.shell.bulk.declared import BulkRows, work_with
from zhuqi.interfaces.shell.forms import ShellForm


def work_of(person: Person, name: str, verb: str) -> tuple[BulkRows[Any, Any], Any] | None:
    """The list of that name with the verb of that name; None for what is no such work.

    NotYours for who never does it.
    """
    rows = work_with(name, verb)
    if rows is None or not any(one.value == verb and p.bulk for one, p in rows.pages.items()):
        return None
    asked = rows.verb(person.scope, verb)
    if asked is None:
        raise NotYours(_("您的角色不办这件事"))
    return rows, asked


@dataclass(frozen=True, slots=True)
class Choice:
    """A verb for rows of a list, by somebody. `query`: the list's conditions they were chosen by;
    `whole`: all that fit these."""

    rows: BulkRows[Any, Any]
    verb: Any
    person: Person
    query: QueryDict
    whole: bool

    @property
    def filters(self) -> str:
        """The list it was chosen in."""
        return choosing.filters(self.query)

    @property
    def words(self) -> str:
        """How they were chosen, and the conditions of the list."""
        how = _("筛选出的全部") if self.whole else _("勾选")
        chips = self.rows.listing.sought(self.query, self.person).form.chips()
        return "；".join([how, *(chip.words for chip in chips)])

    def title(self, count: int) -> str:
        """批量交办 42 件."""
        return _("批量%(verb)s %(n)s %(measure)s") % {
            "verb": self.verb.label,
            "n": f"{count:,}",
            "measure": self.rows.listing.measure,
        }

    def lines(self, form: ShellForm, seen: Mapping[int, int]) -> list[NewLine]:
        """The rows of the job, once it is sure that nothing typed has to stay outside, and that it
        is not refused by all. `seen`: their versions by id. NotValid where it is."""
        for text in form.cleaned_data.values():
            for guard in TEXT_GUARDS if isinstance(text, str) else ():
                guard(text)
        lines = jobs.lines_of(self.rows, self.person, seen)
        jobs.try_first(self.rows, self.verb, form, lines, self.person)
        return lines

    def ask(self, typed: jobs.Typed, lines: list[NewLine]) -> Job:
        """The job. `typed`: the form as it was sent."""
        return jobs.ask(
            jobs.Order(self.rows.listing.name, self.verb.value, self.filters, typed=typed),
            title=self.title(len(lines)),
            words=self.words,
            lines=lines,
            by=self.person,
        )
