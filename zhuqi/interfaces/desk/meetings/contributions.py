"""What meetings add to pages of others: navigation, home, cases, search, the log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import home_queues, navigation, nouns
from zhuqi.interfaces.desk.cases.below_times import BELOW_TIMES
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.meetings import beside_case, scheme_pages
from zhuqi.interfaces.desk.meetings.entering import reads_meetings
from zhuqi.interfaces.desk.meetings.views import (
    BODY_VIEWS,
    DECISION_VIEWS,
    ITEM_VIEWS,
    MEETING_VIEWS,
)
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.shell import case_words, event_words, wording
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.parts import Action, Happening
from zhuqi.ledgers.cases.contributions import OtherMoment, OtherOffer
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.meetings import moments, queries
from zhuqi.mechanisms.meetings.actions import decisions, items, meetings
from zhuqi.mechanisms.meetings.enums import ASKS_WORK, DecisionKind
from zhuqi.mechanisms.meetings.handlers import FIND, REMIND
from zhuqi.mechanisms.meetings.models import Body, Decision, Item, Meeting
from zhuqi.mechanisms.meetings.notifications import REPLIED
from zhuqi.mechanisms.meetings.searching import (
    DECISION_TEXTS,
    ITEM_TEXTS,
    decision_readings,
    item_readings,
)

# Items ------------------------------------------------------------------------------------------


def _items_waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_confirm(scope) | queries.to_opine(scope)
    return Item.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _item_queues(person: Person, _at: datetime) -> list[WorkQueue]:
    found = list[WorkQueue]()
    for label, hand in ((_now("待确认的议题"), "confirm"), (_now("请您提意见的议题"), "opine")):
        which = queries.ITEMS_IN_HAND[hand](person.scope)
        rows = list(queries.items(person.scope).filter(which).order_by("pk")[:MOST_COUNTED])
        table = ITEM_VIEWS.its_list.excerpt(person, rows, "title", "ground", "body", "by")
        days = [timezone.localdate(row.put_at) for row in rows]
        found += excerpt_queue(label, table, days, f"{reverse('desk:meeting_items')}?hand={hand}")
    return found


# Meetings ---------------------------------------------------------------------------------------


def _meetings_waiting(scope: Scope, at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_answer(scope) | queries.to_minute(scope)
    mine |= queries.to_prepare(scope, at.soon)
    return Meeting.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _meeting_queues(person: Person, now: datetime) -> list[WorkQueue]:
    scope, found = person.scope, list[WorkQueue]()
    home, soon = reverse("desk:meetings"), Times.at(now).soon
    kinds = [(_now("待确认的会议纪要"), queries.to_minute(scope), f"{home}?minute=on")]
    if working_units(scope):
        kinds.append((_now("待报参会情况的会议"), queries.to_answer(scope), f"{home}?answer=on"))
    if scope.holds(*queries.WRITERS):
        kinds.append((_now("要筹备、要记录的会议"), queries.to_prepare(scope, soon), home))
    for label, which, url in kinds:
        rows = list(queries.meetings(scope).filter(which).order_by("at", "pk")[:MOST_COUNTED])
        table = MEETING_VIEWS.its_list.excerpt(person, rows, "name", "state", "at", "place")
        found += excerpt_queue(label, table, [timezone.localdate(row.at) for row in rows], url)
    return found


# Decisions --------------------------------------------------------------------------------------


def _decisions_waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_do(scope) | queries.to_judge(scope)
    return Decision.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _decision_queues(person: Person, _at: datetime) -> list[WorkQueue]:
    scope, found = person.scope, list[WorkQueue]()
    if working_units(scope):
        found += _decision_queue(person, _now("待落实的会议决定"), "do")
    if scope.holds(Role.REVIEWER, Role.SIGNER):
        found += _decision_queue(person, _now("待认定的会议决定"), "judge")
    return found


def _decision_queue(person: Person, label: str, hand: str) -> Iterator[WorkQueue]:
    which = queries.DECISIONS_IN_HAND[hand](person.scope)
    seen = queries.decisions(person.scope).filter(which)
    rows = list(seen.order_by("due", "pk")[:MOST_COUNTED])
    table = DECISION_VIEWS.its_list.excerpt(person, rows, "text", "state", "lead", "due")
    days = [row.due or timezone.localdate(row.decided_at) for row in rows]
    return excerpt_queue(label, table, days, f"{reverse('desk:meeting_decisions')}?hand={hand}")


# Cases ------------------------------------------------------------------------------------------


def _about(moment: OtherMoment) -> Decision:
    about = moment.details
    assert isinstance(about, moments.OfDecision)  # noqa: S101 (for the type checker)
    return about.decision


def _told(moment: OtherMoment) -> Happening:
    """A moment in the timeline of its case."""
    made = _about(moment)
    body = {"body": made.meeting.body, "kind": made.get_kind_display()}
    if moment.kind == moments.REPLIED:
        what = _now("%(body)s研究后答复企业") % body
    else:
        what = _now("%(body)s决定：%(kind)s") % body
        if made.lead and made.due:
            words = {"unit": made.lead, "due": wording.day(made.due)}
            what += _now("，%(unit)s牵头，%(due)s前落实") % words
    return Happening(moment.at, moment.by.name, what, moment.text, unit=moment.by.unit)


def _told_firm(moment: OtherMoment) -> Happening:
    """The same in plain words."""
    made = _about(moment)
    due = wording.day(made.due) if made.due else ""
    words = {"body": str(made.meeting.body), "unit": str(made.lead or ""), "due": due}
    if moment.kind == moments.REPLIED:
        what = _now("%(body)s研究了您反映的问题，答复如下") % words
    elif made.kind not in ASKS_WORK:
        what = _now("%(body)s研究了您反映的问题：暂时还不具备条件") % words
    elif made.kind == DecisionKind.POLICY:
        what = _now("%(body)s决定研究出台政策，由%(unit)s在 %(due)s 前完成") % words
    else:
        what = _now("%(body)s决定由%(unit)s在 %(due)s 前办好") % words
    return Happening(moment.at, str(made.meeting.body.office), what, moment.text)


def _put(offer: OtherOffer, number: str) -> Action:
    url = f"{reverse('desk:meeting_item_new')}?case={number}"
    return Action(_now("提请会议研究"), "" if offer.reason else url, "users", reason=offer.reason)


# What is registered -----------------------------------------------------------------------------


def _item_note(row: Item) -> str:
    return row.body.name


def _decision_note(row: Decision) -> str:
    return f"{row.lead or ''} · {row.meeting}".strip(" ·")


def _in_navigation() -> None:
    """Meetings stand in a group of their own."""
    nouns.offer(MEETING_VIEWS, nouns.Standing("meetings", "calendar", 50, start=50))
    nouns.offer(ITEM_VIEWS, nouns.Standing("meetings", "note", 52, start=51))
    nouns.offer(DECISION_VIEWS, nouns.Standing("meetings", "list-details", 54))
    nouns.offer(BODY_VIEWS, nouns.Standing("meetings", "users", 56, start=90))
    nouns.name(DECISION_VIEWS, **{decisions.MADE: _("作出决定")})
    counts = Entry(_("会议次数"), "desk:meeting_counts", "columns", 58, "meetings")
    navigation.offer(counts, reads_meetings)


def _on_home() -> None:
    for name, part in (
        ("meeting items", HomeQueues(_item_queues, waiting=_items_waiting, seldom=True)),
        ("meetings", HomeQueues(_meeting_queues, waiting=_meetings_waiting, seldom=True)),
        ("decisions", HomeQueues(_decision_queues, waiting=_decisions_waiting, seldom=True)),
    ):
        home_queues.HOME_QUEUES.register(name, part)


def _in_log() -> None:
    event_words.register_work(
        {
            REMIND: _("提醒会议决定"), FIND: _("按规则找议题"), items.NOTIFY: _("告知议题"),
            meetings.NOTIFY: _("告知会议"), decisions.NOTIFY: _("告知会议决定"),
        }
    )  # fmt: skip
    event_words.register_fields(
        {
            "body": _("会议机构"), "meeting": _("会议"), "decision": _("决定事项"),
            "agenda": _("议程"), "member_units": _("单位"), "adviser": _("专家顾问"),
            "advisers": _("专家顾问"), "found_items": _("找到"), "told_cases": _("诉求"),
            "lent": _("授权会商单位查看"), "by_scheme": _("按办理去向方案"),
        },
        {
            "body": Body, "meeting": Meeting, "member_units": Unit, "adviser": User,
            "advisers": User, "chair": User, "lead": Unit, "told_cases": Case,
        },
    )  # fmt: skip


def register() -> None:
    """Called once, when Django has loaded every room."""
    _in_navigation()
    _on_home()
    _in_log()
    scheme_pages.name_in_log()
    reference_tables.add_pages(scheme_pages.RoutingPages())
    nouns.find(ITEM_VIEWS, ITEM_TEXTS, _item_note, order=10, readings=item_readings)
    nouns.find(DECISION_VIEWS, DECISION_TEXTS, _decision_note, order=11, readings=decision_readings)
    BELOW_TIMES.register("meetings", beside_case.below_times)
    for kind, outside in moments.KINDS.items():
        case_words.register_happening("desk", kind, _told)
        if outside:
            case_words.register_happening("portal", kind, _told_firm)
    case_words.register_action("desk", moments.PUT, _put)
    for name, address in (
        (items.OBJECT, "desk:meeting_item"), (meetings.OBJECT, "desk:meeting"),
        (decisions.OBJECT, "desk:meeting_decision"),
    ):  # fmt: skip
        links.register(name, _to(address), firm=False)
    links.register(REPLIED, lambda number: reverse("portal:case", args=[number]), firm=True)


def _to(address: str) -> links.Address:
    return lambda pk: reverse(address, args=[int(pk)])
