"""What service days add to pages of others: navigation, home, search, a firm's file, the log."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import firm_sections, home_queues, nouns
from zhuqi.interfaces.desk.firm_sections import FirmVisit
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.rhythm.notes import WAYS
from zhuqi.interfaces.desk.service_days.views import DAY_VIEWS, DAYS, reads_days
from zhuqi.interfaces.desk.service_days.words import WORD_VIEWS, WORDS
from zhuqi.interfaces.shell import event_words, wording
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.parts import Action
from zhuqi.mechanisms.rhythm.enums import RhythmKind
from zhuqi.mechanisms.service_days import queries
from zhuqi.mechanisms.service_days.actions.days import NOTIFY, OBJECT
from zhuqi.mechanisms.service_days.actions.words import HEAR
from zhuqi.mechanisms.service_days.enums import DayState
from zhuqi.mechanisms.service_days.handlers import REMIND
from zhuqi.mechanisms.service_days.models import ServiceDay, ServiceWord
from zhuqi.mechanisms.service_days.searching import DAY_TEXTS, WORD_TEXTS


def _come(times: Times) -> Q:
    """Those that are to be held or ended: the day has come."""
    return Q(state=DayState.HELD) | Q(state=DayState.PLANNED, day__lte=times.today)


def _waiting(scope: Scope, times: Times) -> QuerySet[Any, Any]:
    rows = ServiceDay.objects.filter(queries.of_office(scope), _come(times))
    return rows.order_by().values_list("pk")


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    mine = queries.days(person.scope).filter(queries.of_office(person.scope), _come(Times.at(now)))
    rows = list(mine.order_by("day", "pk")[:MOST_COUNTED])
    table = DAYS.excerpt(person, rows, "day", "topics", "coming", "words")
    label = _now("到日子的企业服务日")
    url = reverse("desk:service_days")
    return list(excerpt_queue(label, table, [row.day for row in rows], url))


def _seen(visit: FirmVisit) -> QuerySet[ServiceWord]:
    return queries.words(visit.person.scope).filter(enterprise=visit.firm)


def _day_note(row: ServiceDay) -> str:
    return f"{row.office} · {row.place}"


def _word_note(row: ServiceWord) -> str:
    return f"{row.enterprise.name} · {wording.day(row.service_day.day)}"


def _ways() -> list[Action]:
    arrange = Action(_now("安排企业服务日"), reverse("desk:service_day_new"), "calendar", main=True)
    return [
        arrange,
        Action(_now("看没有解决的发言"), f"{reverse('desk:service_words')}?state=open"),
    ]


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(DAY_VIEWS, nouns.Standing("meetings", "building", 60, start=44))
    # What was said is reached from its day, its firm and the home; it needs no place of its own.
    exporting.offer(WORDS, reads_days)
    nouns.tell(WORD_VIEWS)
    nouns.name(WORD_VIEWS, **{HEAR: _("记录发言")})
    nouns.find(DAY_VIEWS, DAY_TEXTS, _day_note, order=6)
    nouns.find(WORD_VIEWS, WORD_TEXTS, _word_note, order=7)
    home_queues.HOME_QUEUES.register(
        "service days", HomeQueues(_queues, waiting=_waiting, seldom=True)
    )
    columns = ("body", "state", "became", "day")
    firm_sections.offer_list("service words", WORDS, _seen, "desk:service_words", columns, order=57)
    event_words.register_work({NOTIFY: _("告知企业服务日"), REMIND: _("提醒企业服务日")})
    event_words.register_fields(
        {
            "firms": _("邀请企业"), "coming": _("是否参加"), "word": _("发言"),
            "service_day": _("企业服务日"),
        },
        {"firms": Enterprise, "word": ServiceWord, "service_day": ServiceDay},
    )  # fmt: skip
    WAYS.register(RhythmKind.SERVICE_DAY.value, _ways)
    links.register(OBJECT, lambda pk: reverse("desk:service_day", args=[int(pk)]), firm=False)
