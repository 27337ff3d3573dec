"""What rhythms add to pages of others: navigation, the log, where a notice leads."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import nouns
from zhuqi.interfaces.desk.rhythm.entering import is_told
from zhuqi.interfaces.desk.rhythm.notes import NOTES
from zhuqi.interfaces.desk.rhythm.views import VIEWS
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.mechanisms.rhythm.actions import NOTIFY, RUN
from zhuqi.mechanisms.rhythm.models import RhythmRun
from zhuqi.mechanisms.rhythm.notifications import OBJECT


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("liaison", "calendar", 44, start=43))
    nouns.name(VIEWS, **{RUN: _("到日子办理")})
    exporting.offer(NOTES, is_told)
    event_words.register_work({NOTIFY: _("告知日程"), "rhythm.due": _("到日子的日程")})
    event_words.register_fields(
        {
            "pace": _("周期"), "days": _("哪几天"), "at": _("几点"), "run": _("哪一次"),
            "people": _("告知人数"),
        },
        {"run": RhythmRun},
    )  # fmt: skip
    links.register(OBJECT, lambda pk: reverse("desk:rhythm_note", args=[int(pk)]), firm=False)
