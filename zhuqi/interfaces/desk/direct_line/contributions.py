"""What letters add to pages of others: navigation, home, search, a firm's file, the log."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import firm_sections, home_queues, nouns
from zhuqi.interfaces.desk.direct_line.views import LETTERS, VIEWS
from zhuqi.interfaces.desk.firm_sections import FirmVisit
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.shell import event_words
from zhuqi.mechanisms.direct_line import queries
from zhuqi.mechanisms.direct_line.actions import NOTIFY, OBJECT, SEND
from zhuqi.mechanisms.direct_line.handlers import REMIND
from zhuqi.mechanisms.direct_line.models import Letter
from zhuqi.mechanisms.direct_line.searching import LETTER_TEXTS


def _waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    mine = queries.to_answer(scope) | queries.left_to_office(scope)
    return Letter.objects.visible_to(scope).filter(mine).order_by().values_list("pk")


def _queues(person: Person, _at: datetime) -> list[WorkQueue]:
    found = list[WorkQueue]()
    for label, which, query in (
        (_now("等您答复的企业来信"), queries.to_answer(person.scope), "mine=on"),
        (_now("过期未答复的企业来信"), queries.left_to_office(person.scope), "left=on"),
    ):
        rows = queries.letters(person.scope).filter(which).order_by("due", "pk")
        first = list(rows[:MOST_COUNTED])
        table = LETTERS.excerpt(person, first, "title", "due", "to")
        url = f"{reverse('desk:letters')}?{query}"
        found += excerpt_queue(label, table, [row.due for row in first], url)
    return found


def _seen(visit: FirmVisit) -> QuerySet[Letter]:
    return queries.letters(visit.person.scope).filter(enterprise=visit.firm)


def _note(row: Letter) -> str:
    return row.enterprise.name


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("liaison", "message", 34))
    nouns.name(VIEWS, **{SEND: _("来信")})
    nouns.find(VIEWS, LETTER_TEXTS, _note, order=4)
    home_queues.HOME_QUEUES.register("letters", HomeQueues(_queues, waiting=_waiting, seldom=True))
    columns = ("title", "state", "due", "to")
    firm_sections.offer_list("letters", LETTERS, _seen, "desk:letters", columns, order=56)
    event_words.register_work({NOTIFY: _("告知企业来信"), REMIND: _("提醒答复来信")})
    event_words.register_fields(
        {"escalated_at": _("转请活动办时间"), "answered_by": _("答复人")},
        {"sender": User, "to": User, "answered_by": User},
    )
    links.register(OBJECT, lambda pk: reverse("desk:letter", args=[int(pk)]), firm=False)
