"""One verb on many rows: the preview with its form, the press, and the taking back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import NotNow, Person
from zhuqi.foundation.jobs import queries
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell.bulk import choosing, jobs
from zhuqi.interfaces.shell.bulk.asking import Choice, work_of
from zhuqi.interfaces.shell.bulk.declared import BulkRows
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
    work = work_of(access.of(request), name, verb)
    if work is None:
        raise Http404
    chosen = _Chosen(request, access.of(request), *work)
    if request.method == "POST" and not chosen.seen:
        raise NotNow(_("没有选中任何一行，请返回列表重新选择"))
    if chosen.form is None:
        return Page(request, "desk/bulk/bulk.html", chosen.context)()
    form = chosen.form
    again = second_click(request, chosen.person, f"bulk:{name}:{verb}")

    def do(_typed: Cleaned) -> Job:
        again.stop()
        lines = chosen.choice.lines(form, chosen.seen)
        with again.making() as led:
            job = chosen.choice.ask(chosen.typed(form), lines)
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
        ids = choosing.chosen(self.request.GET, self.rows, self.person)
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

    @cached_property
    def choice(self) -> Choice:
        """As it is asked for."""
        query = self.request.GET
        whole = bool(query.get(choosing.WHOLE))
        return Choice(self.rows, self.verb, self.person, query, whole)

    def typed(self, form: ShellForm) -> jobs.Typed:
        """The form as it was sent."""
        sent = self.request.POST
        return {name: sent.getlist(name) for name in form.fields if name in sent}

    def context(self) -> Mapping[str, object]:
        """What the page shows."""
        look, filters = self.look, self.choice.filters
        back = reverse(self.rows.list_url)
        return {
            "verb": self.verb,
            "look": look,
            "said": _told(look, str(self.rows.listing.measure)),
            "form": self.form if look.possible else None,
            "measure": self.rows.listing.measure,
            "hint": self.rows.bulk(self.verb).hint,
            "words": self.choice.words,
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
