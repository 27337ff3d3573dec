"""Who is told: units when a ranking is published or set right, the office of an appeal, the unit
of what became of it.

A notice says where to read, and neither points nor ranks: it can be read by anybody's eyes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Role
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.ledgers.cases.notifications.texts import moment
from zhuqi.reporting.appraisal.actions import appeals, reviews
from zhuqi.reporting.appraisal.enums import ReviewVerb
from zhuqi.reporting.appraisal.models import Appeal, Review
from zhuqi.reporting.appraisal.queries import appeal_until, issues_of

PLACEHOLDERS = {
    "讲评": "市活动办 2026年10月月讲评",
    "单位": "市工信局",
    "时限": "11月24日 17:30",
    "结果": "成立",
}
PUBLISHED, CORRECTED = "appraisal.published", "appraisal.corrected"
APPEALED, DECIDED = "appraisal.appealed", "appraisal.decided"


def _declare(  # noqa: PLR0917 (a row of four)
    code: str, label: str, topic: Topic, title: str, body: str, short: str
) -> None:
    declare(
        Text(
            code=code, label=label, topic=topic, title=title, body=body, short=short,
            placeholders=PLACEHOLDERS,
        )
    )  # fmt: skip


_declare(
    PUBLISHED, "公布讲评 · 告知参评单位", Topic.WORK, "{讲评}已公布，请查看得分单",
    "{讲评}已公布。请查看{单位}的得分单；有异议的，请在 {时限} 前申诉。",
    "{讲评}已公布，有异议请在{时限}前申诉。详情请登录助企平台查看。",
)  # fmt: skip
_declare(
    CORRECTED, "更正讲评 · 告知参评单位", Topic.PROGRESS, "{讲评}有更正",
    "{讲评}有更正，名次已重新排定，请查看{单位}的得分单；申诉截至 {时限}。",
    "{讲评}有更正。详情请登录助企平台查看。",
)  # fmt: skip
_declare(
    APPEALED, "申诉讲评 · 告知活动办", Topic.WORK, "{单位}对{讲评}提出申诉",
    "{单位}对{讲评}提出申诉，请在 {时限} 前裁定。",
    "{单位}对{讲评}提出申诉，请在{时限}前裁定。详情请登录助企平台查看。",
)  # fmt: skip
_declare(
    DECIDED, "裁定申诉 · 告知申诉单位", Topic.PROGRESS, "对{讲评}的申诉已裁定：{结果}",
    "{单位}对{讲评}的申诉已裁定：{结果}。理由请在平台查看。",
    "对{讲评}的申诉已裁定。详情请登录助企平台查看。",
)  # fmt: skip


def _holding(units: Iterable[int], *roles: Role) -> list[tuple[User, int]]:
    """Whoever holds one of the roles in one of the units, and their deputies there; two queries."""
    wanted = [role.value for role in roles]
    rows = RoleAssignment.objects.filter(
        running(timezone.now()), role__in=wanted, unit__in=list(units), user__is_active=True
    )
    found = {
        (row.user_id, row.unit_id): row.user for row in rows.select_related("user").order_by("pk")
    }
    absent = {user for user, _unit in found}
    away = Deputy.objects.running(timezone.localdate()).filter(absent__in=absent)
    stand_ins = {
        (row.deputy_id, row.unit_id): row.deputy
        for row in away.select_related("deputy").order_by("pk")
        if (row.absent_id, row.unit_id) in found
    }
    return [(user, unit) for (_pk, unit), user in (stand_ins | found).items()]


def notify_of_review(event_id: int) -> int:
    """Tell every unit that stands in the review's newest issue; how many inboxes it reached."""
    event = Event.objects.get(pk=event_id)
    review = Review.objects.select_related("office").get(pk=event.object_id)
    issues = issues_of(review)
    if not issues:
        return 0
    published = event.kind == f"{reviews.OBJECT}.{ReviewVerb.PUBLISH}"
    standings = issues[0].standings.select_related("unit__region")
    units = {one.unit_id: one.unit for one in standings}
    until = {pk: moment(appeal_until(review, issues[0], unit)) for pk, unit in units.items()}
    people = _holding(units, *UNIT_ROLES, *OFFICE_ROLES)
    code = PUBLISHED if published else CORRECTED
    return notify(
        [
            _notice(
                code, user.pk, unit, event, str(review.pk), reviews.OBJECT,
                {"讲评": str(review), "单位": str(units[unit]), "时限": until[unit], "结果": ""},
            )
            for user, unit in people
            if user.pk != event.actor_id
        ]
    )  # fmt: skip


def notify_of_appeal(event_id: int) -> int:
    """Tell the office's signers of a new one, the unit of what was decided."""
    event = Event.objects.get(pk=event_id)
    appeal = Appeal.objects.select_related("review__office", "unit").get(pk=event.object_id)
    new = event.kind == f"{appeals.OBJECT}.{appeals.SUBMIT}"
    unit = appeal.review.office_id if new else appeal.unit_id
    people = _holding([unit], *((Role.SIGNER,) if new else (*UNIT_ROLES, *OFFICE_ROLES)))
    values = {
        "讲评": str(appeal.review),
        "单位": str(appeal.unit),
        "时限": moment(appeal.due_at),
        "结果": str(appeal.get_state_display()),
    }
    return notify(
        [
            _notice(
                APPEALED if new else DECIDED, user.pk, of, event, str(appeal.pk), appeals.OBJECT,
                values,
            )
            for user, of in people
            if user.pk != event.actor_id
        ]
    )  # fmt: skip


def _notice(  # noqa: PLR0917 (a row of the two lists above)
    code: str,
    user: int,
    unit: int,
    event: Event,
    ref: str,
    object_type: str,
    values: Mapping[str, str],
) -> Notice:
    about: dict[str, Any] = {}
    return Notice(
        user_id=user, text_code=code, values=values, key=f"{object_type}:{ref}:{event.seq}",
        object_type=object_type, object_ref=ref, unit=unit, aloud=values, about=about,
    )  # fmt: skip
