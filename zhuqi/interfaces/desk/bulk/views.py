"""One verb on many rows: the preview with its form, the press, and the taking back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import NotNow, NotYours, Person
from zhuqi.foundation.changes import TEXT_GUARDS
from zhuqi.foundation.jobs import queries
from zhuqi.foundation.jobs.actions import NewLine
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell.bulk import choosing, jobs
from zhuqi.interfaces.shell.bulk.declared import BULKS, BulkRows
from zhuqi.interfaces.shell.bulk.preview import Preview, preview
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.submit import Cleaned, Page, second_click, submit

# Whose list it is, the list itself says.
ENTER = access.official(lambda scope: bool(scope.user_id))


@ENTER
def bulk(request: HttpRequest, name: str, verb: str) -> HttpResponse:
    """GET shows what would become of the chosen rows, POST has it done.

    404 for what is no such work; NotYours for who never does it.
    """
    chosen = _Chosen(request, access.of(request), *_work(access.of(request), name, verb))
    if request.method == "POST" and not chosen.seen:
        raise NotNow(_("没有选中任何一行，请返回列表重新选择"))
    if chosen.form is None:
        return Page(request, "desk/bulk/bulk.html", chosen.context)()
    form = chosen.form
    again = second_click(request, chosen.person, f"bulk:{name}:{verb}")

    def do(_typed: Cleaned) -> Job:
        again.stop()
        lines = chosen.lines(form)
        jobs.try_first(chosen.rows, chosen.verb, form, lines, chosen.person)
        with again.making() as led:
            job = jobs.ask(
                chosen.order(form),
                title=chosen.title(len(lines)),
                words=chosen.words,
                lines=lines,
                by=chosen.person,
            )
            led.to = reverse("desk:job", args=[job.pk])
        return jobs.do_at_once(job)

    return submit(
        request,
        form,
        do,
        show=Page(request, "desk/bulk/bulk.html", chosen.context),
        to=lambda job: reverse("desk:job", args=[job.pk]),
        said=lambda job: _said(job, chosen.rows),
        again=again,
    )


@require_POST
@ENTER
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销 what a job of one's own did; 404 for another's."""
    person = access.of(request)
    if not queries.jobs(person.scope).filter(pk=pk).exists():
        raise Http404
    job = jobs.do_at_once(jobs.ask_undo(pk, by=person))
    return redirect("desk:job", job.pk)


def _work(person: Person, name: str, verb: str) -> tuple[BulkRows[Any, Any], Any]:
    rows = BULKS.find(name)
    if rows is None or not any(one.value == verb and p.bulk for one, p in rows.pages.items()):
        raise Http404
    asked = rows.verb(person.scope, verb)
    if asked is None:
        raise NotYours(_("您的角色不办这件事"))
    return rows, asked


def _said(job: Job, rows: BulkRows[Any, Any]) -> str:
    if job.is_under_way:
        return _("已开始办理，可以离开本页；办好了会发消息告诉您。")
    return job.trouble or jobs.outcome(job.figures, str(rows.listing.measure))


@dataclass
class _Chosen:
    """The rows of one request: as the address means them, or as its form sends them back."""

    request: HttpRequest
    person: Person
    rows: BulkRows[Any, Any]
    verb: Any

    @cached_property
    def seen(self) -> Mapping[int, int]:
        """Versions by id, where a form sends them back."""
        return choosing.read(self.request.POST.get(choosing.ROWS, ""))

    @cached_property
    def look(self) -> Preview:
        """Judged when the page is drawn; after a POST by the versions of the page before."""
        if self.request.method == "POST":
            return preview(self.rows, self.verb, self.person, list(self.seen), self.seen)
        ids = choosing.chosen(self.request, self.rows, self.person)
        return preview(self.rows, self.verb, self.person, ids)

    @cached_property
    def form(self) -> ShellForm | None:
        """What is asked once; None where nothing can be done."""
        posted = self.request.method == "POST"
        ids = list(self.seen) if posted else [one.pk for one in self.look.possible]
        if not ids:
            return None
        typed = self.request.POST if posted else None
        return jobs.form_of(self.rows, self.verb, self.person, ids, typed)

    def lines(self, form: ShellForm) -> Sequence[NewLine]:
        """The rows of the job, once it is sure that nothing typed has to stay outside."""
        for text in form.cleaned_data.values():
            for guard in TEXT_GUARDS if isinstance(text, str) else ():
                guard(text)
        return jobs.lines_of(self.rows, self.person, self.seen)

    def order(self, form: ShellForm) -> jobs.Order:
        """What is kept with the job."""
        sent = self.request.POST
        typed = {name: sent.getlist(name) for name in form.fields if name in sent}
        return jobs.Order(self.rows.listing.name, self.verb.value, self.filters, typed=typed)

    @property
    def filters(self) -> str:
        """The list it was chosen in."""
        return choosing.filters(self.request.GET)

    @property
    def words(self) -> str:
        """How they were chosen, and the conditions of the list."""
        query = self.request.GET
        how = _("筛选出的全部") if query.get(choosing.WHOLE) else _("勾选")
        chips = self.rows.listing.sought(query, self.person).form.chips()
        return "；".join([how, *(chip.words for chip in chips)])

    def title(self, count: int) -> str:
        """批量交办 42 件."""
        return _("批量%(verb)s %(n)s %(measure)s") % {
            "verb": self.verb.label,
            "n": f"{count:,}",
            "measure": self.rows.listing.measure,
        }

    def context(self) -> Mapping[str, object]:
        """What the page shows."""
        look, filters = self.look, self.filters
        back = reverse(self.rows.list_url)
        return {
            "verb": self.verb,
            "look": look,
            "said": _told(look, str(self.rows.listing.measure)),
            "form": self.form if look.possible else None,
            "measure": self.rows.listing.measure,
            "hint": self.rows.bulk(self.verb).hint,
            "words": self.words,
            "key": self.request.POST.get("key") or uuid.uuid4().hex,
            "back": self.rows.listing.label,
            "back_url": f"{back}?{filters}" if filters else back,
        }


def _told(look: Preview, measure: str) -> str:
    """42 件可办，2 件不能."""
    can = _("%(n)s %(measure)s可办") % {"n": look.can, "measure": measure}
    if not look.cannot:
        return can
    return can + _("，%(n)s %(measure)s不能") % {"n": look.cannot, "measure": measure}
