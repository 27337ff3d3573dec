"""What signers are told of the ladder: that drafts wait for them, once a day, not once for each."""

from zhuqi.foundation.access import Role
from zhuqi.foundation.notices import leaving
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.leaving import Current, Leaving
from zhuqi.foundation.notices.recipients import people_of
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.supervision.enums import SheetState
from zhuqi.mechanisms.supervision.models import SupervisionSheet

OBJECT = "supervision_drafts"
CODE = "supervision.drafts"

declare(
    Text(
        code=CODE,
        label="系统拟好催办、问效 · 告知签发人员",
        topic=Topic.WORK,
        title="有 {份数} 份催办督办等您签发",
        body="系统按催办阶梯拟好的单子没有常设授权，或须逐份签发，现有 {份数} 份等您签发。",
        short="有 {份数} 份催办督办等您签发，请登录助企平台办理。",
        placeholders={"份数": "12"},
    )
)


def waiting(office: int) -> int:
    """How many drafts wait for a signature in the office."""
    return SupervisionSheet.objects.filter(office=office, state=SheetState.DRAFTED).count()


def tell_of_drafts(office: int, day: str) -> int:
    """Tell whoever signs in the office how many wait now; how many inboxes it reached."""
    number = waiting(office)
    if not number:
        return 0
    values = {"份数": str(number)}
    return notify(
        [
            Notice(
                user_id=one.user.pk,
                text_code=CODE,
                values=values,
                key=f"{OBJECT}:{office}:{day}",
                object_type=OBJECT,
                object_ref=str(office),
                unit=one.unit,
                aloud=values,
                about={"office": office},
            )
            for one in people_of(office, Role.SIGNER)
        ]
    )


def recheck(one: Leaving) -> Current:
    """A notice that has not left yet: does anything still wait, and is it still theirs?"""
    office = int(one.about["office"])
    number = waiting(office)
    if not number:
        return Current("都已签发或撤回")
    signers = {person.user.pk for person in people_of(office, Role.SIGNER)}
    if one.user is not None and one.user.pk not in signers:
        return Current("收件人不再签发")
    return Current(values={"份数": str(number)})


leaving.register(OBJECT, recheck)
