"""我的任务: the list, one job with its progress, its file; and the asking for an export."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.jobs import actions, queries
from zhuqi.foundation.jobs.enums import JobState, JobVerb
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.job_pages import JOB_PAGES, file_of
from zhuqi.interfaces.desk.jobs.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Order, exporting
from zhuqi.interfaces.shell.parts import Action, Cell, Fact
from zhuqi.interfaces.shell.telling import Read, fields_of

_PILLS = {JobState.DONE: "closed", JobState.CANCELLED: "closed", JobState.EXPIRED: "closed"}


def asks_for_jobs(_scope: Scope) -> bool:
    """Every official has a list of their own."""
    return True


ENTER = access.official(asks_for_jobs)


def _state(job: Job) -> SafeString:
    return pill(str(job.get_state_display()), _PILLS.get(JobState(job.state), "active"))


def _outcome(job: Job) -> str:
    """What came of it, in a line."""
    if job.state in {JobState.DONE, JobState.EXPIRED}:
        return JOB_PAGES[job.kind].outcome(job)
    if job.is_under_way and job.total:
        return _now("已办 %(n)s / %(all)s") % {"n": f"{job.done:,}", "all": f"{job.total:,}"}
    return job.trouble


def _facts(job: Job) -> list[Fact]:
    facts = [
        Fact(_now("提交"), f"{job.user_name} {wording.moment(job.asked_at)}"),
        Fact(_now("完成"), wording.moment(job.ended_at) if job.ended_at else "—"),
        Fact(_now("范围"), job.words or _now("全部"), wide=True),
    ]
    if job.file_name:
        hint = ""
        if job.stored_as and job.ended_at:
            until = wording.moment(job.ended_at + actions.KEPT)
            hint = _now("保存到 %(until)s，到期自动删除") % {"until": until}
        facts.append(
            Fact(_now("文件"), f"{job.file_name}（{filesizeformat(job.size)}）", hint, wide=True)
        )
    return facts


def _view(job: Job, person: Person) -> RowView:
    line: list[object] = [_state(job), format_html("<span>{}</span>", _outcome(job))]
    return RowView(line, _facts(job), tuple(JOB_PAGES[job.kind].sections(job, person)))


class JobViews(VerbViews[Job, JobVerb]):
    """With what can be done next with what came of it."""

    def actions(self, row: Job, person: Person) -> list[Action]:
        """The file first, what the kind offers, and the rest."""
        more = list(JOB_PAGES[row.kind].actions(row, person))
        if row.state == JobState.DONE and row.stored_as:
            url = reverse("desk:job_file", args=[row.pk])
            more.insert(0, Action(_now("下载文件"), url, "download", main=True, post=True))
        return [*more, *super().actions(row, person)]

    def offers(self, row, person):  # type: ignore[no-untyped-def]  # as inherited
        """The file is no page of its own."""
        return (offer for offer in super().offers(row, person) if offer.verb in self.pages)


JOBS: listing.Listing[Job, None] = listing.Listing(
    name="jobs",
    label=_("我的任务"),
    measure=_("项"),
    rows=lambda asked: queries.jobs(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "title",
        _("任务"),
        lambda row, _page: Cell(row.title, row.words, reverse("desk:job", args=[row.pk])),
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("outcome", _("结果"), lambda row, _page: _outcome(row)),
        Column("file", _("文件"), lambda row, _page: row.file_name),
        Column("at", _("提交"), lambda row, _page: wording.moment(row.asked_at), "z-nowrap"),
    ),
    filters=(Filter("state", _("状态"), choices=JobState, lookup="state"),),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(_("还没有提交过任务"), _("导出表格、批量办理的进度和结果会列在这里。"), "refresh"),
    unmatched=Empty(_("没有符合条件的任务"), _("可以去掉条件再看。"), "filter"),
)


VIEWS = JobViews(
    noun=actions.JOBS,
    pages=VERB_PAGES,
    rows=queries.jobs,
    title=lambda job: job.title,
    view=_view,
    allowed=asks_for_jobs,
    list_url="desk:jobs",
    row_url="desk:job",
    row_template="desk/jobs/job.html",
    listing=JOBS,
    line=_("导出的文件保存七天。只有自己看得到。"),
    told=fields_of(
        Job, "id", "version", "state", "title", "words", "total", "done", "trouble", "file_name",
        "asked_at", "started_at", "ended_at",
        refused=Read(
            dict[str, int], lambda job, _page: queries.reasons(job), _("未办的原因和各有几件")
        ),
    ),
    told_in_list=("state", "title", "total", "done", "asked_at"),
)  # fmt: skip


@require_POST
@ENTER
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of one's own job; each time it is taken is an event, which a GET could not write."""
    person = access.of(request)
    if not queries.jobs(person.scope).filter(pk=pk).exists():
        raise Http404
    return file_of(pk, person)


@require_POST
@ENTER
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """A whole list as a file: at once where it is short, else by the worker."""
    person, kind = access.of(request), exporting.EXPORTS.find(name)
    if kind is None:
        raise Http404
    form = request.POST.get("format", "")
    columns = kind.listing(person).chosen_columns(request)
    job = exporting.ask(
        name, request.GET, columns, form if form in exporting.FORMATS else "xlsx", person
    )
    if job.state == JobState.DONE:
        return file_of(job.pk, person)
    messages.success(request, _now("已开始导出，可以离开本页；办好了会发消息告诉您。"))
    return redirect("desk:job", job.pk)
