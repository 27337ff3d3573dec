"""The weekly meeting's papers: a page to print, and a workbook."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.jobs.enums import JobState
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.dashboards import pack_file
from zhuqi.interfaces.desk.dashboards.pack import Pack
from zhuqi.interfaces.desk.job_pages import file_of
from zhuqi.interfaces.shell import navigation, wording
from zhuqi.reporting.statistics import queries


@access.official(queries.compares_units)
def meeting_pack(request: HttpRequest) -> HttpResponse:
    """On paper, A4 across."""
    pack = Pack.of(access.of(request), request.GET.get("since", ""), timezone.now())
    context = {
        "pack": pack,
        "organ": navigation.place("desk", request),
        "printed": wording.moment(pack.now),
        "back_url": reverse("desk:overview"),
        "file_url": f"{reverse('desk:meeting_pack_file')}?since={pack.since}",
    }
    return render(request, "desk/dashboards/pack.html", context)


@require_POST
@access.official(queries.compares_units)
def meeting_pack_file(request: HttpRequest) -> HttpResponseBase:
    """As a workbook: at once where it is short, else by the worker."""
    job = pack_file.ask(request.GET.get("since", ""), access.of(request))
    if job.state == JobState.DONE:
        return file_of(job.pk, access.of(request))
    messages.success(request, _("正在做材料，可以离开本页；做好了会发消息告诉您。"))
    return redirect("desk:job", job.pk)
