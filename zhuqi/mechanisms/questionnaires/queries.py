"""What pages show of questionnaires and replies, whom one would go to, and what came back."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import EnterpriseStatus
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.mechanisms.questionnaires.enums import (
    CHOSEN,
    MISSING,
    SENT_OUT,
    QuestionKind,
    QuestionnaireState,
    ReplyState,
)
from zhuqi.mechanisms.questionnaires.models import (
    Question,
    Questionnaire,
    QuestionnaireReply,
    ReplyAnswer,
)
from zhuqi.mechanisms.questionnaires.rules import MOST_A_MONTH
from zhuqi.mechanisms.rosters.models import RosterEntry, on_roster
from zhuqi.mechanisms.rosters.queries import on_ground_of

WRITERS = (Role.REGISTRAR, Role.REVIEWER)
# Who has not answered so long before the last day is rung up.
RING_AHEAD = timedelta(days=3)


def questionnaires(scope: Scope) -> QuerySet[Questionnaire]:
    """All one may see, with office and what they are narrowed by."""
    seen = Questionnaire.objects.visible_to(scope)
    return seen.select_related("office__region", "region", "roster", "drafted_by")


def replies(scope: Scope) -> QuerySet[QuestionnaireReply]:
    """All one may see, with firm and questionnaire."""
    return QuestionnaireReply.objects.visible_to(scope).select_related(
        "questionnaire__office", "enterprise__region", "enterprise__office", "answered_by"
    )


def own_replies(firms: Collection[int]) -> QuerySet[QuestionnaireReply]:
    """What a firm was sent: what waits first."""
    sent = QuestionnaireReply.objects.filter(enterprise__in=list(firms), state__in=SENT_OUT)
    return sent.select_related("questionnaire__office", "enterprise__office").order_by("-pk")


# Whom it goes to ----------------------------------------------------------------------------------


def addressed(row: Questionnaire, today: date) -> QuerySet[Enterprise]:
    """Firms on the office's ground that fit, but for those that are closed."""
    found = Enterprise.objects.filter(on_ground_of(row.office))
    found = found.exclude(status=EnterpriseStatus.CLOSED)
    if row.sector:
        found = found.filter(sector=row.sector)
    if row.size_class:
        found = found.filter(size_class=row.size_class)
    if row.region:
        found = found.filter(region__code__startswith=codes.prefix(row.region.code))
    if row.roster:
        there = RosterEntry.objects.filter(on_roster(today), roster=row.roster)
        found = found.filter(pk__in=there.order_by().values("enterprise"))
    return found


def asked_often(today: date) -> QuerySet[QuestionnaireReply, int]:
    """Ids of firms that were sent as many this month as may be."""
    first = today.replace(day=1)
    sent = QuestionnaireReply.objects.filter(
        state__in=SENT_OUT, questionnaire__sent_at__date__gte=first
    )
    counted = sent.order_by().values("enterprise").annotate(n=Count("pk"))
    return counted.filter(n__gte=MOST_A_MONTH).values_list("enterprise", flat=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """To how many firms it would go, and how many are left alone."""

    firms: int
    left_out: int


def reach_of(row: Questionnaire, today: date) -> Reach:
    """Counted as it stands now."""
    fitting = addressed(row, today)
    left_out = fitting.filter(pk__in=asked_often(today)).count()
    return Reach(fitting.count() - left_out, left_out)


# What waits ---------------------------------------------------------------------------------------


def to_finish(scope: Scope) -> Q:
    """Of one's office, still being drawn up."""
    return Q(state=QuestionnaireState.DRAFT, office__in=sorted(scope.units(*WRITERS)))


def past_due(scope: Scope, today: date) -> Q:
    """Of one's office, still open though the last day is over."""
    mine = Q(office__in=sorted(scope.units(*WRITERS)))
    return mine & Q(state=QuestionnaireState.SENT, due__lt=today)


def to_ring(scope: Scope, soon: date) -> Q:
    """Of firms one looks after, not come back though the last day is near."""
    return Q(
        enterprise__in=sorted(scope.liaised),
        state__in=MISSING,
        questionnaire__state=QuestionnaireState.SENT,
        questionnaire__due__lte=soon,
    )


def waiting_for(firms: Collection[int]) -> Q:
    """Sent to these firms, open, and not come back."""
    return Q(
        enterprise__in=list(firms),
        state__in=MISSING,
        questionnaire__state=QuestionnaireState.SENT,
    )


def has_own_people(firm: int) -> bool:
    """Somebody of the firm can sign in."""
    confirmed = FirmMember.Status.CONFIRMED
    return FirmMember.objects.filter(
        enterprise=firm, status=confirmed, user__is_active=True
    ).exists()


# What came back -----------------------------------------------------------------------------------


def tallies(several: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """By questionnaire, how many replies stand where. One query."""
    rows = QuestionnaireReply.objects.filter(questionnaire__in=list(several)).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, state, n in rows.values_list("questionnaire", "state").annotate(n=Count("pk")):
        found[pk][state] = n
    return found


def sent_and_returned(tally: Mapping[str, int]) -> tuple[int, int]:
    """回收率: what it is of."""
    sent = sum(tally.get(state, 0) for state in SENT_OUT)
    return sent, tally.get(ReplyState.RETURNED, 0)


def questions_of(row: Questionnaire) -> list[Question]:
    """In their order."""
    return list(row.questions.order_by("place", "pk"))


@dataclass(slots=True)
class Result:
    """What was answered to one question by those that came back."""

    question: Question
    answered: int = 0
    chosen: Counter[int] = field(default_factory=Counter)
    numbers: list[Decimal] = field(default_factory=list)
    texts: list[ReplyAnswer] = field(default_factory=list)
    consents: int = 0
    cases: int = 0


# So many texts of a question are read for a page; the file has all of them.
TEXTS_SHOWN = 20


def results(row: Questionnaire) -> list[Result]:
    """Question by question, in three queries."""
    found = {one.pk: Result(one) for one in questions_of(row)}
    answers = ReplyAnswer.objects.filter(
        reply__questionnaire=row, reply__state=ReplyState.RETURNED
    ).order_by("-reply__returned_at", "pk")
    for answer in answers.select_related("reply__enterprise", "case"):
        one = found[answer.question_id]
        one.answered += 1
        one.chosen.update(answer.chosen)
        if answer.number is not None:
            one.numbers.append(answer.number)
        if answer.text and len(one.texts) < TEXTS_SHOWN:
            one.texts.append(answer)
        one.consents += answer.consent
        one.cases += answer.case_id is not None
    return list(found.values())


def answers_of(several: Sequence[QuestionnaireReply]) -> Mapping[int, list[ReplyAnswer]]:
    """By reply, in the order of the questions. One query."""
    found: dict[int, list[ReplyAnswer]] = defaultdict(list)
    rows = ReplyAnswer.objects.filter(reply__in=[one.pk for one in several])
    for answer in rows.select_related("question", "case").order_by("question__place", "pk"):
        found[answer.reply_id].append(answer)
    return found


def said(answer: ReplyAnswer) -> str:
    """An answer in words."""
    question = answer.question
    if question.kind in CHOSEN:
        options = question.choices
        return "、".join(options[place] for place in answer.chosen if place < len(options))
    if question.kind == QuestionKind.NUMBER:
        number = answer.number
        return "" if number is None else f"{number.normalize():f} {question.unit}".strip()
    return answer.text


def about_case(case: int, scope: Scope) -> ReplyAnswer | None:
    """The answer a case came from, where one sees its reply."""
    seen = QuestionnaireReply.objects.visible_to(scope)
    found = ReplyAnswer.objects.filter(case=case, reply__in=seen)
    return found.select_related("reply__questionnaire", "reply__answered_by").first()
