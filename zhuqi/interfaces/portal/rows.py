"""Rows of cases as the firm's lists show them, and how a promise stands in time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import Calendar
from zhuqi.interfaces.portal.copy import OVER, consequence, question_of, state_of
from zhuqi.interfaces.shell.next_words import sentence_of
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Clock
from zhuqi.ledgers.cases.reading.clock_rows import remaining
from zhuqi.ledgers.cases.reading.next_steps import NextStep, promise_of

# What a firm reads of a time that was promised to it and is over.
PAST_PROMISE = "已超过承诺时间"


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happens next: a sentence, until when, and how that stands now."""

    sentence: StrOrPromise
    due_at: datetime | None = None
    remaining: str = ""
    late: bool = False
    word: StrOrPromise = ""


def next_step(step: NextStep, case: Case, now: datetime, days: Calendar) -> StepRow:
    """A promise with its time; the firm's own time to rate is never called late."""
    due, sentence = step.due_at, _sentence(step, case)
    own = case.state == State.COMPLETED and not case.verdict
    over = due is not None and now >= due
    if due is None or (over and own):
        return StepRow(sentence)
    left = remaining(due, now, days, unit=step.unit, late=PAST_PROMISE)
    looked_at_again = case.state == State.CARRIED or case.paused_until is not None
    word = _("承诺") if over else _("复核") if looked_at_again else _("最晚")
    return StepRow(sentence, due, left, over, word)


def _sentence(step: NextStep, case: Case) -> StrOrPromise:
    """The usual sentence; in the firm's own words where it has answered the question."""
    if case.state == State.CARRIED:
        return _("暂时办不了，已列入持续跟踪，到期复核后告诉您")
    if case.state == State.COMPLETED and case.verdict:
        said = question_of(case.disposition).label(case.verdict)
        then = consequence(case.verdict, case.disposition, redo=False)
        return _("您已评价“%(said)s”，%(then)s") % {"said": said, "then": then}
    return sentence_of(step)


@dataclass(frozen=True, slots=True)
class FirmCaseRow:
    """A case in a list."""

    url: str
    number: str
    title: str
    state: StrOrPromise
    weight: str
    confidential: bool
    next: StepRow | None


def rows_of(cases: Sequence[Case], now: datetime) -> list[FirmCaseRow]:
    """Lists of cases in two queries however long. Cases come with office, enterprise, lead_unit."""
    clocks: dict[int, list[Clock]] = defaultdict(list)
    running = Clock.objects.filter(case__in=[case.pk for case in cases], stopped_at__isnull=True)
    for clock in running.order_by("id"):
        clocks[clock.case_id].append(clock)
    days = calendar()
    return [_row(case, clocks[case.pk], now, days) for case in cases]


def _row(case: Case, clocks: Sequence[Clock], now: datetime, days: Calendar) -> FirmCaseRow:
    state, weight = state_of(case)
    over = case.state in OVER or case.historical
    return FirmCaseRow(
        url=reverse("portal:case", args=[case.number]),
        number=case.number,
        title=case.title,
        state=state,
        weight=weight,
        confidential=case.confidential,
        next=None if over else next_step(promise_of(case, clocks), case, now, days),
    )
