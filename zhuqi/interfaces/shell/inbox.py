"""The inbox and the choice of channels, the same for firms and officials; each dresses it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import ActorKind, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.notices import actions
from zhuqi.foundation.notices.enums import Channel, Topic
from zhuqi.foundation.notices.leaving import as_shown
from zhuqi.foundation.notices.links import path_to
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.notices.queries import (
    inbox,
    preferences_of,
    quiet_of,
    told_together,
    unread_count,
    working_gateways,
)
from zhuqi.foundation.notices.rules import Quiet, wants_channel
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.addresses import Pages, Whom, facts_of, ways_of
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.listing import Empty, Filter, Kind, Listing, Order, Shown, no_context
from zhuqi.interfaces.shell.parts import Tab
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Show, submit

# What somebody in their place is never sent, so there is nothing to choose.
_NOT_FOR_FIRMS = frozenset({Topic.WORK})


INBOX: Listing[Message, None] = Listing(
    name="inbox",
    label=_("消息"),
    measure=_("条"),
    rows=lambda asked: inbox(asked.person.scope),
    context=no_context,
    filters=(Filter("unread", _("未读"), Kind.YES, where=lambda _asked: Q(read_at=None)),),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有消息"), _("有诉求交给您、被退回、快到期或逾期时，会在这里告诉您。"), "bell"
    ),
    unmatched=Empty(
        _("没有未读的消息"), _("新消息会先出现在这里，读过的在“全部”里。"), "circle-check"
    ),
    size=30,
)
INBOX_OF_FIRMS = replace(
    INBOX,
    empty=Empty(_("还没有消息"), _("您的诉求被受理、交办、答复时，会在这里告诉您。"), "bell"),
)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as the inbox shows it."""

    pk: int
    title: str
    body: str
    at: datetime
    unread: bool
    urgent: bool
    before: list[str]
    ref: str


def is_firm(person: Person) -> bool:
    """Whether the person's pages are the portal's."""
    return person.actor.kind is ActorKind.FIRM


def answer_inbox(request: HttpRequest, person: Person, template: str, base: str) -> HttpResponse:
    """One's messages, newest first. `base` is the inbox's own address."""

    def context(shown: Shown[Message, None]) -> dict[str, Any]:
        only_unread = bool(shown.chips)
        unread = unread_count(person.scope)
        return {
            "lines": lines_of(person, shown.rows),
            "tabs": [
                Tab(_now("全部"), base, active=not only_unread),
                Tab(_now("未读"), f"{base}?unread=1", active=only_unread, count=counted(unread)),
            ],
            "unread": unread,
            # Newest of the first page: what comes in while one reads stays unread.
            "up_to": shown.rows[0].pk if shown.rows and not shown.before_url else 0,
        }

    listing = INBOX_OF_FIRMS if is_firm(person) else INBOX
    return listing.answer(request, person, template, context)


def lines_of(person: Person, rows: Sequence[Message]) -> list[MessageRow]:
    """Messages as one may read them now, steps of one thing together."""
    words = as_shown(person.scope, rows)
    return [_line(steps, words) for steps in _together(rows)]


def _together(rows: Sequence[Message]) -> list[list[Message]]:
    """Steps of one thing within minutes are one line, under the newest of them."""
    lines: list[list[Message]] = []
    for row in rows:
        line = next((line for line in lines if all(told_together(o, row) for o in line)), None)
        if line is None:
            lines.append([row])
        else:
            line.append(row)
    return lines


def _line(steps: Sequence[Message], words: Mapping[int, tuple[str, str]]) -> MessageRow:
    row = steps[0]
    title, body = words[row.pk]
    return MessageRow(
        pk=row.pk,
        title=title,
        body=body,
        at=row.created_at,
        unread=any(one.read_at is None for one in steps),
        urgent=any(one.urgent for one in steps),
        before=[words[one.pk][0] for one in reversed(steps[1:])],
        ref=row.object_ref if row.object_type == "case" else "",
    )


def counted(number: int) -> str | None:
    """3, 99+, nothing for none."""
    return wording.capped(number) if number else None


def open_message(person: Person, pk: int, back: str) -> HttpResponse:
    """Mark one's own message read and go where it leads; someone else's does not exist (404)."""
    message = get_object_or_404(inbox(person.scope), pk=pk)
    actions.mark_read(message_id=message.pk, by=person.scope)
    path = path_to(message.object_type, message.object_ref, firm=is_firm(person))
    return redirect(path or back)


def read_all(request: HttpRequest, person: Person, back: str) -> HttpResponse:
    """Mark everything up to the newest on the page as read."""
    up_to = number_sent(request.POST.get("up_to", ""))
    marked = actions.mark_all_read(by=person.scope, up_to=up_to)
    if marked:
        messages.success(request, _now("已标为已读：%(number)s 条") % {"number": marked})
    else:
        messages.info(request, _now("没有未读的消息"))
    return redirect(back)


# What one wants to be told by -------------------------------------------------------------------


class PreferencesForm(ShellForm):
    """A tick for every topic and every channel that works, and the quiet hours."""

    begins = forms.TimeField(label=_("从"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("到"), widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, user: User, data: Any = None) -> None:
        self.firm = user.official_id is None
        self.topics = [topic for topic in Topic if not (self.firm and topic in _NOT_FOR_FIRMS)]
        ready = {row.channel for row in working_gateways() if not row.unit_id}
        self.channels = [channel for channel in Channel if channel in ready]
        quiet = quiet_of([user.pk])[user.pk]
        kept = preferences_of([user.pk]).get(user.pk, {})
        initial: dict[str, Any] = {"begins": quiet.begins, "ends": quiet.ends}
        for topic in self.topics:
            for channel in self.channels:
                initial[_name(topic, channel)] = wants_channel(
                    topic, channel, firm=self.firm, preferences=kept
                )
        super().__init__(data, initial=initial)
        for topic in self.topics:
            for channel in self.channels:
                self.fields[_name(topic, channel)] = forms.BooleanField(
                    label=f"{topic.label}：{channel.label}", required=False
                )
        for name in ("begins", "ends"):
            self.fields[name].error_messages = {
                "required": _now("请填写时间"),
                "invalid": _now("时间应写作 21:00"),
            }

    def grid(self) -> Iterator[tuple[Topic, list[tuple[Channel, BoundField]]]]:
        """Rows of ticks for the page."""
        for topic in self.topics:
            yield topic, [(channel, self[_name(topic, channel)]) for channel in self.channels]

    @property
    def preferences(self) -> dict[tuple[Topic, Channel], bool]:
        """What was ticked."""
        return {
            (topic, channel): bool(self.cleaned_data[_name(topic, channel)])
            for topic in self.topics
            for channel in self.channels
        }

    @property
    def quiet(self) -> Quiet:
        """The hours as entered."""
        return Quiet(self.cleaned_data["begins"], self.cleaned_data["ends"])


def _name(topic: Topic, channel: Channel) -> str:
    return f"{topic}-{channel}"


def preferences_context(
    person: Person, user: User, form: PreferencesForm, pages: Pages, whom: Whom
) -> dict[str, Any]:
    """What the page of channels shows; `whom` to ask about what can't be changed there."""
    return {
        "form": form,
        "ways": facts_of(ways_of(user, form.channels, pages)),
        "ask_whom": whom if len(form.channels) < len(Channel) else None,
        "waits_for_office": not is_firm(person),
    }


def keep_preferences(
    request: HttpRequest, person: Person, form: PreferencesForm, show: Show, here: str
) -> HttpResponse:
    """The page of channels: keep what was chosen."""

    def kept(changed: object) -> str:
        if changed:
            messages.success(request, _now("接收方式已保存"))
        else:
            messages.info(request, _now("没有改动"))
        return here

    return submit(
        request,
        form,
        lambda _data: actions.choose_preferences(
            preferences=form.preferences, quiet=form.quiet, by=person
        ),
        show=show,
        to=kept,
    )
