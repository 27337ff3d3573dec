"""The verbs of an appeal: a unit appeals within its limit, the office decides with its reason."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.attachments.actions import Prepared, lay
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.reporting.appraisal.actions.reviews import REVIEWS, correct
from zhuqi.reporting.appraisal.enums import AppealRole, AppealState, AppealVerb, ReviewState
from zhuqi.reporting.appraisal.lifecycle import APPEAL, AppealFacts, appeal_closed
from zhuqi.reporting.appraisal.models import Appeal, Review
from zhuqi.reporting.appraisal.models.appeals import APPEAL_READERS
from zhuqi.reporting.appraisal.queries import appeal_until, lost_by
from zhuqi.reporting.appraisal.schemes import plain

AppealChange: TypeAlias = RowChange[Appeal, AppealVerb]
OBJECT, SUBMIT, NOTIFY = "appraisal_appeal", "submit", "appraisal_appeal.notify"
PROOF = "proof"
TOLD = frozenset(f"{OBJECT}.{word}" for word in (SUBMIT, AppealVerb.UPHOLD, AppealVerb.REFUSE))


def facts_of(appeal: Appeal, by: Person) -> AppealFacts:
    """What the table decides on."""
    roles = standing_as(
        (AppealRole.UNIT, appeal.unit_id in by.scope.units(*APPEAL_READERS)),
        (AppealRole.OFFICE, (Role.SIGNER, appeal.review.office_id) in by.scope.posts),
    )
    return AppealFacts(AppealState(appeal.state), roles)


def _acting(appeal: Appeal, by: Person) -> Person:
    """A deputy says in whose place, where they could not by their own posts."""
    office, unit = appeal.review.office_id, appeal.unit_id
    return by.in_place(
        lambda scope: (Role.SIGNER, office) in scope.posts or unit in scope.units(*APPEAL_READERS)
    )


APPEALS = RowNoun[Appeal, AppealVerb](
    model=Appeal,
    object_type=OBJECT,
    load=alone("state", "about", "points", "submitted_at", "due_at", "decided_at"),
    stale="这件申诉刚刚被其他人更新过，请核对后再提交",
    state_of=lambda appeal: str(appeal.get_state_display()),
    table=APPEAL,
    facts=facts_of,
    acting=_acting,
    notify=NOTIFY,
    notified=TOLD,
)


def submit(
    *,
    review: Review,
    unit: Unit,
    about: str,
    text: str,
    proofs: Sequence[Prepared] = (),
    by: Person,
    now: Now = None,
) -> Appeal:
    """申诉: about a line of one's own unit's statement, within its limit, with what proves it.

    NotYours for another unit's, NotValid for what is no line of its statement, NotNow after the
    limit or while one about the same is open.
    """
    if unit.pk not in by.scope.units(*APPEAL_READERS):
        raise NotYours("只能为自己的单位申诉")
    moment = now or timezone.now()
    with transaction.atomic():
        # Two who press at once submit one.
        review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
        ranking = review.rankings.select_related("edition").order_by("-number").first()
        if ranking is None or review.state != ReviewState.PUBLISHED:
            raise NotNow("这次讲评还没有公布", state=str(review.get_state_display()))
        lines = set(ranking.standings.filter(unit=unit).values_list("marks__name", flat=True)) - {
            None
        }
        if not lines:
            raise NotYours("您的单位不在这次讲评里")
        if about not in lines:
            raise NotValid({"about": "得分单上没有这一项"})
        if why := appeal_closed(appeal_until(review, ranking, unit), moment):
            raise NotNow(why)
        same = Appeal.objects.filter(review=review, unit=unit, about=about)
        if same.filter(state=AppealState.SUBMITTED).exists():
            raise NotNow("对这一项的申诉还在等待裁定，不必重复提交")
        days = calendar(review.office.region.code)
        appeal = Appeal(
            review=review, unit=unit, about=about, state=AppealState.SUBMITTED,
            submitted_at=moment,
            due_at=days.due(moment, ranking.edition.decide_days, TimeUnit.WORKING_DAY),
        )  # fmt: skip
        with APPEALS.new(appeal, by=_acting(appeal, by), now=now) as change:
            change.write(text=text)
            change.refuse_wrong()
            # Before its event, which vouches for the files too.
            appeal.save()
            lay(change, proofs, PROOF)
            change.record(SUBMIT, {"review": review.pk, "unit": unit.pk})
    return appeal


def uphold(change: AppealChange, *, points: Decimal, decision: str) -> None:
    """裁定成立: the points given back appear as a correction, and ranks are worked out anew.

    NotValid for more than the line has lost.
    """
    appeal = change.row
    most = lost_by(appeal)
    words = f"退回的分值应大于 0，不超过这一项失去的 {plain(most)} 分"
    change.require(0 < points <= most, "points", words)
    change.write(decision=decision)
    change.begin(AppealVerb.UPHOLD)
    appeal.points, appeal.decided_at = points, change.now
    change.record(AppealVerb.UPHOLD.value)
    basis = f"申诉成立（{appeal.about}）：{appeal.decision}"[:500]
    with REVIEWS.open(appeal.review_id, by=change.by, now=change.now) as review:
        correct(review, unit=appeal.unit, points=points, basis=basis)


def refuse(change: AppealChange, *, decision: str) -> None:
    """裁定不成立, with the reason."""
    change.write(decision=decision)
    change.row.decided_at = change.now
    change.step(AppealVerb.REFUSE)


def withdraw(change: AppealChange) -> None:
    """撤回: by the unit, before it is decided."""
    change.row.decided_at = change.now
    change.step(AppealVerb.WITHDRAW)
