"""A sweep of the city's firms: one choice, several, a number, a text, a problem."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.accounts.models import User
from zhuqi.mechanisms.questionnaires.actions import questionnaires, replies
from zhuqi.mechanisms.questionnaires.models import Questionnaire, QuestionnaireReply
from zhuqi.mechanisms.questionnaires.rules import Given

NOUNS: Mapping[type, Any] = {
    Questionnaire: questionnaires.QUESTIONNAIRES, QuestionnaireReply: replies.REPLIES,
}  # fmt: skip


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def drafted(cast: Cast, by: User | None = None, **narrowed: Any) -> Questionnaire:
    filters: dict[str, Any] = {"sector": "", "size_class": "", "region": None, "roster": None}
    return questionnaires.draft(
        office=narrowed.pop("office", cast.city_office), title="工业企业问题排查",
        purpose="摸清用工和用电",
        due=narrowed.pop("due", ahead(10)), by=person(by or cast.he_fan), **(filters | narrowed),
    )  # fmt: skip


def act(row: Any, by: User, verb: Any, **given: Any) -> Any:
    with NOUNS[type(row)].open(row.pk, by=person(by)) as change:
        made = verb(change, **given)
    row.refresh_from_db()
    return made


def asked(row: Questionnaire, by: User, kind: str, text: str, **more: Any) -> None:
    given = {"options": "", "unit": "", "required": True, **more}
    act(row, by, questionnaires.add, kind=kind, text=text, **given)


def with_questions(cast: Cast, **narrowed: Any) -> Questionnaire:
    row, he = drafted(cast, **narrowed), cast.he_fan
    asked(row, he, "one", "生产是否正常", options="正常\n半停产\n停产")
    asked(row, he, "several", "缺什么", options="用工\n用电\n资金", required=False)
    asked(row, he, "number", "缺工人数", unit="人", required=False)
    asked(row, he, "problem", "有什么问题需要解决", required=False)
    return row


def sent(cast: Cast, **narrowed: Any) -> Questionnaire:
    row = with_questions(cast, **narrowed)
    act(row, cast.he_fan, questionnaires.send)
    return row


def reply_of(row: Questionnaire, firm: Any) -> QuestionnaireReply:
    return QuestionnaireReply.objects.get(questionnaire=row, enterprise=firm)


def answers(
    row: Questionnaire, *, running: int | None = 0, lacks: tuple[int, ...] = (),
    number: int | None = None, problem: str = "", consent: bool = False,
) -> list[Given]:  # fmt: skip
    one, several, count, text = row.questions.order_by("place")
    return [
        Given(one.pk, chosen=() if running is None else (running,)),
        Given(several.pk, chosen=lacks),
        Given(count.pk, number=None if number is None else Decimal(number)),
        Given(text.pk, text=problem, consent=consent),
    ]
