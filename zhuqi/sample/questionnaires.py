"""问卷: of every ledger one that came back in part, and one being drawn up. Nobody agrees to a
case: how many there are in every ledger is the plan's."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.actions import questionnaires, replies
from zhuqi.mechanisms.questionnaires.enums import QuestionKind
from zhuqi.mechanisms.questionnaires.models import Question, Questionnaire, QuestionnaireReply
from zhuqi.mechanisms.questionnaires.rules import Given
from zhuqi.sample.city import City

QUESTIONS: Sequence[tuple[QuestionKind, str, str, str, bool]] = (
    (QuestionKind.ONE, "目前生产经营情况", "正常生产\n半停产\n停产\n筹建中", "", True),
    (
        QuestionKind.SEVERAL,
        "最需要帮助的方面",
        "用工\n用电用气\n资金\n物流\n订单",
        "",
        False,
    ),
    (QuestionKind.NUMBER, "现在缺多少工人", "", "人", False),
    (QuestionKind.NUMBER, "12月预计用电量", "", "万千瓦时", False),
    (QuestionKind.PROBLEM, "有什么困难需要政府协调解决", "", "", False),
    (QuestionKind.TEXT, "对助企工作的建议", "", "", False),
)
PROBLEMS = (
    "厂区南门外道路坑洼，雨天大货车进出困难，希望尽快修补。",
    "晚高峰电压不稳，精密设备多次跳闸，想请供电部门来看看。",
    "旺季招不到熟练缝纫工，想参加专场招聘会。",
)


@transaction.atomic
def ask_firms(city: City) -> None:
    """By each office's people; answered by most of the firms that have somebody who signs in."""
    for office in city.offices:
        dice = city.dice(f"questionnaires {office.pk}")
        drafter = city.society.someone(dice, office.pk, Role.REGISTRAR)
        row = _drafted(city, office, "企业年末生产经营问题排查", drafter, days=2)
        with questionnaires.QUESTIONNAIRES.open(
            row.pk, by=drafter, now=city.now - timedelta(days=6)
        ) as change:
            questionnaires.send(change)
        _come_back(city, row, dice)
        _drafted(city, office, f"{office.region.name}春节用工情况调查", drafter, days=20)


def _drafted(city: City, office: Unit, title: str, by: Person, *, days: int) -> Questionnaire:
    due = timezone.localdate(city.now) + timedelta(days=days)
    at = city.now - timedelta(days=7)
    row = questionnaires.draft(
        office=office, title=title, purpose="摸清企业当前困难，需要协调的登记为诉求，按时限办理。",
        due=due, sector="", size_class="", region=None, roster=None, by=by, now=at,
    )  # fmt: skip
    for kind, text, options, unit, required in QUESTIONS:
        with questionnaires.QUESTIONNAIRES.open(row.pk, by=by, now=at) as change:
            questionnaires.add(
                change, kind=kind, text=text, options=options, unit=unit, required=required
            )
    return row


def _come_back(city: City, row: Questionnaire, dice: Random) -> None:
    asked = queries.questions_of(row)
    told = 0
    sent = row.replies.filter(state="waiting").select_related("enterprise")
    for place, reply in enumerate(sent.order_by("pk")):
        who = _who(reply)
        if who is None or place % 4 == 3:
            continue
        wanted = city.begins and told < len(PROBLEMS) and place % 2 == 0
        problem = PROBLEMS[told] if wanted else ""
        told += bool(problem)
        given = _given(asked, dice, problem)
        with replies.REPLIES.open(reply.pk, by=person_of(who), now=city.now) as change:
            replies.hand_in(change, answers=given)


def _who(reply: QuestionnaireReply) -> User | None:
    members = {"memberships__enterprise": reply.enterprise, "memberships__status": "confirmed"}
    return User.objects.filter(**members).order_by("pk").first()


def _given(asked: Sequence[Question], dice: Random, problem: str) -> list[Given]:
    running, lacks, workers, power, trouble, advice = asked
    return [
        Given(running.pk, chosen=(dice.choice((0, 0, 0, 1)),)),
        Given(lacks.pk, chosen=tuple(sorted(dice.sample(range(5), 2)))),
        Given(workers.pk, number=Decimal(dice.randrange(0, 40))),
        Given(power.pk, number=Decimal(dice.randrange(50, 900))),
        Given(trouble.pk, text=problem),
        Given(advice.pk, text=dice.choice(("", "多组织对接活动", "政策解读再通俗一些"))),
    ]
