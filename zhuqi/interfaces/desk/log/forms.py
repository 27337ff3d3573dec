"""The log's filters."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.typed import whole
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.listing import Asked, Filter, Kind

Events = QuerySet[Event]


def _of_object(events: Events, text: str, _asked: Asked) -> Events:
    """By a number of its own (a case's), or by the id every line shows."""
    if (named := event_words.named_by(text)) is not None:
        return events.filter(named)
    number = whole(text)
    return events.none() if number is None else events.filter(object_id=number)


def _of_kind(events: Events, word: str, _asked: Asked) -> Events:
    keys = [key for key, label in event_words.kinds() if label == word]
    return events.filter(kind__in=[word, *keys])


def _by_actor(events: Events, text: str, _asked: Asked) -> Events:
    """To find a hidden firm's person by name would tell whose case it is."""
    number = whole(text)
    found = events.filter(Q(actor_name=text) if number is None else Q(actor_id=number))
    return found.exclude(event_words.unnameable())


def _since(events: Events, day: date, _asked: Asked) -> Events:
    return events.filter(recorded_at__gte=datetime.combine(day, time.min, SHANGHAI))


def _until(events: Events, day: date, _asked: Asked) -> Events:
    end = datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)
    return events.filter(recorded_at__lt=end)


def _objects(_person: Person) -> list[tuple[str, StrOrPromise]]:
    return [(name, words.name) for name, words in event_words.objects().items()]


FILTERS: tuple[Filter[Event], ...] = (
    Filter(
        "object_type",
        _("对象"),
        choices=_objects,
        apply=lambda events, name, _asked: events.filter(object_type=name),
    ),
    Filter("object_id", _("编号"), Kind.TEXT, _of_object),
    Filter("kind", _("动作"), Kind.TEXT, _of_kind),
    Filter("actor", _("行为人"), Kind.TEXT, _by_actor),
    Filter("since", _("记录日期从"), Kind.DAY, _since),
    Filter("until", _("到"), Kind.DAY, _until),
)
