"""What ready answers add to pages of others: navigation, the form of an answer, tables, the log."""

from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.typed.named_fields import filled
from zhuqi.interfaces.desk import nouns
from zhuqi.interfaces.desk.cases.beside import BESIDE, Beside
from zhuqi.interfaces.desk.ready_answers.grounds import Grounds
from zhuqi.interfaces.desk.ready_answers.views import VIEWS
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.desk.tables.table_words import table
from zhuqi.interfaces.shell import event_words
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.mechanisms.ready_answers import queries
from zhuqi.mechanisms.ready_answers.models import LawGround, ReadyAnswer

ANSWERS = frozenset({Verb.ANSWER, Verb.DRAFT_ANSWER})


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready answer as it would be put into this case's answer."""

    pk: int
    name: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class ReadyTexts:
    """What can be put into an answer."""

    answers: list[Ready]
    grounds: list[LawGround]


def _texts(file: CaseView) -> ReadyTexts:
    values = queries.values_for(file)
    answers = [
        Ready(one.pk, one.name, filled(one.text, values), _about(one))
        for one in queries.offered_for(file)
    ]
    return ReadyTexts(answers, list(queries.grounds_for(file)))


def _about(one: ReadyAnswer) -> str:
    whose = _now("活动办共用") if one.shared else _now("本单位")
    return _now("%(whose)s，用过 %(n)s 次") % {"whose": whose, "n": one.used}


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("cases", "note", 26))
    part = Beside("desk/ready_answers/beside.html", ANSWERS, _texts)
    BESIDE.register("ready answers", part)
    reference_tables.add(Grounds())
    table("law_ground", _("法律依据"), LawGround)
    event_words.register_fields({"edition": _("第几版")}, {})
