"""Views that misbehave in the ways the shell answers."""

import time
from collections.abc import Iterator
from typing import Any

from allauth.account import views as account
from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import RequestContext, Template
from django.template.response import TemplateResponse
from django.urls import include, path

from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.interfaces.shell.forms import TicksInput


def home(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


def write(_request: HttpRequest) -> HttpResponse:
    Group.objects.create(name="written")
    return HttpResponse("written")


def write_while_drawing(request: HttpRequest) -> TemplateResponse:
    def late() -> str:
        Group.objects.create(name="late")
        return "late"

    return TemplateResponse(request, "shell/refusal_words.html", {"reason": late, "errors": []})


def remember(request: HttpRequest) -> HttpResponse:
    request.session["remembered"] = "yes"
    messages.info(request, "记住了")
    return HttpResponse(str(Group.objects.count()))


def swallow(_request: HttpRequest) -> HttpResponse:
    try:
        Group.objects.create(name="swallowed")
    except Exception:  # noqa: BLE001 (what a careless view might do)
        return HttpResponse("refused")
    return HttpResponse("written")


def stream(_request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield str(Group.objects.count())

    return StreamingHttpResponse(lines())


def not_yours(_request: HttpRequest) -> Any:
    raise NotYours("只有主办单位可以签收。")


def not_now(_request: HttpRequest) -> Any:
    raise NotNow("已经办结的件不能催办。", state="已办结")


def not_valid(_request: HttpRequest) -> Any:
    raise NotValid({"due": "期限不能早于今天", "unit": "请选择主办单位"})


def denied(_request: HttpRequest) -> Any:
    raise PermissionDenied


def broken(_request: HttpRequest) -> Any:
    raise RuntimeError("broken")


def draft(request: HttpRequest) -> HttpResponse:
    """A form kept as a draft; its answer says that it was taken over."""
    if request.method == "POST":
        time.sleep(0.3)
        return HttpResponse(Template(DONE).render(RequestContext(request)))
    return HttpResponse(Template(DRAFT).render(RequestContext(request)))


class TicksForm(forms.Form):
    """Forty units in two regions."""

    units = forms.MultipleChoiceField(
        label="协办单位",
        choices=[
            (
                "许昌市",
                [
                    (n, name)
                    for n, name in enumerate(("许昌市住房和城乡建设局", "许昌市发展和改革委员会"))
                ],
            ),
            ("襄城县", [(n, f"襄城县第{n}个单位") for n in range(2, 40)]),
        ],
        widget=TicksInput("单位"),
    )


def ticks(request: HttpRequest) -> HttpResponse:
    """A long list of ticks; the answer to a POST is what came."""
    if request.method == "POST":
        came = {"came": ",".join(request.POST.getlist("units"))}
        return HttpResponse(Template(TICKED).render(RequestContext(request, came)))
    return HttpResponse(Template(TICKS).render(RequestContext(request, {"form": TicksForm()})))


TICKS = """{% extends "shell/portal.html" %}{% block title %}t{% endblock %}{% block main %}
<form method="post">{% csrf_token %}{% form_field form.units %}<button>提交</button></form>
{% endblock %}"""
TICKED = """{% extends "shell/portal.html" %}{% block title %}t{% endblock %}{% block main %}
<p id="came">{{ came }}</p>{% endblock %}"""
DRAFT = """{% extends "shell/portal.html" %}{% block title %}d{% endblock %}{% block main %}
<form method="post" data-draft="ask"><p data-draft-note hidden></p>{% csrf_token %}
<textarea name="story" aria-label="x"></textarea><button>提交</button></form>{% endblock %}"""
DONE = """{% extends "shell/portal.html" %}{% block title %}d{% endblock %}{% block main %}
<p data-draft-done="ask">已提交</p>{% endblock %}"""

desk = (
    [path("", home, name="queue"), path("ledger/", home, name="ledger")],
    "desk",
)

urlpatterns = [
    path("", home, name="home"),
    path("desk/", include(desk)),
    path("shell/", include("zhuqi.interfaces.shell.urls")),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("write/", write, name="write"),
    path("late/", write_while_drawing),
    path("remember/", remember),
    path("swallow/", swallow),
    path("stream/", stream),
    path("not-yours/", not_yours),
    path("not-now/", not_now),
    path("not-valid/", not_valid),
    path("ticks/", ticks),
    path("denied/", denied),
    path("broken/", broken),
    path("draft/", draft),
]
