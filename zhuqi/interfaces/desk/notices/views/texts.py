"""The system administrator's page of texts: reword, look before publishing, go back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, Person, Role
from zhuqi.foundation.notices import actions
from zhuqi.foundation.notices.enums import Part
from zhuqi.foundation.notices.queries import history, newest_versions, wording_of
from zhuqi.foundation.notices.texts import (
    Text,
    UnknownTextError,
    Wording,
    checked,
    filled,
    text_of,
    texts,
)
from zhuqi.foundation.typed import plain
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.notices.forms import WordingForm
from zhuqi.interfaces.shell import wording as words
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading, Table
from zhuqi.interfaces.shell.sent import number_sent, version_seen
from zhuqi.interfaces.shell.submit import Page, carry_out, submit
from zhuqi.interfaces.shell.tables import placeholder, quiet

ENTER = access.official(access.administers(Role.SYSTEM_ADMIN))
HISTORY_SHOWN = 20


@ENTER
def list_texts(request: HttpRequest) -> HttpResponse:
    """Every text with its present title, and who changed it last."""
    sought = plain(request.GET.get("q", "")).split()
    newest = newest_versions()
    rows = []
    for text in texts().values():
        versions = [newest[text.code, part] for part in Part if (text.code, part) in newest]
        latest = max(versions, key=lambda row: row.published_at, default=None)
        full = newest.get((text.code, Part.FULL))
        title, topic = full.title if full else text.title, str(text.topic.label)
        if not all(word in plain(f"{text.label} {title} {topic}") for word in sought):
            continue
        changed = (
            f"{words.moment(latest.published_at)} {latest.published_by}"
            if latest
            else quiet(_("没有改过"))
        )
        name = Cell(text.label, url=reverse("desk:admin_text", args=[text.code]))
        rows.append([name, title, topic, changed])
    columns = [
        Heading(_("何时、告知谁")),
        Heading(_("现在的标题"), css="z-wide", short=_("标题")),
        Heading(_("种类")),
        Heading(_("修改")),
    ]
    context = {"table": Table(columns, rows), "q": sought}
    return render(request, "desk/notices/texts.html", context)


@ENTER
def edit_text(request: HttpRequest, code: str) -> HttpResponse:
    """Both parts of one text: its form, its preview, what stood there before."""
    try:
        text = text_of(code)
    except UnknownTextError:
        raise Http404 from None
    if request.method != "POST":
        return _page(request, text)()
    try:
        part = Part(request.POST.get("part", ""))
    except ValueError:
        raise NotValid(_("请选择要办的事")) from None
    if request.POST.get("step") == "back":
        return _go_back(request, access.of(request), text, part)
    return _reword(request, access.of(request), text, part)


def _reword(request: HttpRequest, by: Person, text: Text, part: Part) -> HttpResponse:
    form, seen = WordingForm(part, request.POST), version_seen(request)
    show = _page(request, text, typed=(part, form))
    if request.POST.get("step") == "preview":
        return submit(
            request,
            form,
            lambda _data: checked(text, part, form.wording),
            show=show,
            to=lambda wording: _page(request, text, typed=(part, form), preview=wording)(),
        )
    return submit(
        request,
        form,
        lambda _data: actions.publish_wording(
            code=text.code, part=part, wording=form.wording, seen=seen, by=by
        ),
        show=show,
        to=lambda row: _done(request, text, _("已发布，从下一条消息起使用"), changed=bool(row)),
    )


def _go_back(request: HttpRequest, by: Person, text: Text, part: Part) -> HttpResponse:
    number, seen = number_sent(request.POST.get("number", ""), -1), version_seen(request)
    return carry_out(
        request,
        lambda: actions.go_back(code=text.code, part=part, number=number, seen=seen, by=by),
        show=_page(request, text),
        to=lambda row: _done(request, text, _("已恢复"), changed=bool(row)),
    )


def _done(request: HttpRequest, text: Text, sentence: str, *, changed: bool) -> HttpResponse:
    if changed:
        messages.success(request, sentence)
    else:
        messages.info(request, _("与现在的文字相同，没有改动"))
    return redirect("desk:admin_text", text.code)


@dataclass(frozen=True, slots=True)
class Past:
    """A version in a part's history, with what it changed."""

    number: int
    at: str
    who: str
    restored: str
    changes: list[tuple[str, str, str]]
    latest: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A part on screen."""

    part: Part
    form: WordingForm
    seen: int
    preview: Wording | None
    past: Sequence[Past]
    shipped: bool


def _page(
    request: HttpRequest,
    text: Text,
    *,
    typed: tuple[Part, WordingForm] | None = None,
    preview: Wording | None = None,
) -> Page:
    def panels() -> list[Panel]:
        typed_in = {typed[0]: typed[1]} if typed else {}
        return [_panel(text, part, typed_in.get(part), preview) for part in Part]

    return Page(
        request,
        "desk/notices/text.html",
        lambda: {
            "text": text,
            "panels": panels(),
            "placeholders": [
                Fact(placeholder(name), quiet(specimen))
                for name, specimen in text.placeholders.items()
            ],
        },
    )


def _panel(text: Text, part: Part, typed: WordingForm | None, preview: Wording | None) -> Panel:
    number, wording = wording_of(text.code, part)
    form = typed or WordingForm(part, initial={"title": wording.title, "body": wording.body})
    shown = None
    if typed and preview:
        shown = Wording(
            filled(preview.title, text.placeholders), filled(preview.body, text.placeholders)
        )
    return Panel(part, form, number, shown, _past(text, part), number == 0)


def _past(text: Text, part: Part) -> list[Past]:
    rows = list(history(text.code, part)[: HISTORY_SHOWN + 1])
    wordings = [*(Wording(row.title, row.body) for row in rows), text.shipped(part)]
    return [
        Past(
            number=row.number,
            at=words.moment(row.published_at),
            who=row.published_by,
            restored=_restored(row.restored),
            changes=_changes(before, wording),
            latest=row is rows[0],
        )
        for row, (wording, before) in zip(rows, pairwise(wordings), strict=True)
    ][:HISTORY_SHOWN]


def _changes(before: Wording, after: Wording) -> list[tuple[str, str, str]]:
    """What a version changed: what of it, before and after."""
    pairs = [
        (_("标题"), before.title, after.title),
        (_("正文"), linebreaksbr(before.body), linebreaksbr(after.body)),
    ]
    return [one for one in pairs if one[1] != one[2]]


def _restored(number: int | None) -> str:
    if number is None:
        return ""
    return (
        _("恢复到第 %(number)s 版") % {"number": number} if number else _("恢复到随系统装入的文字")
    )
