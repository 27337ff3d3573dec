"""集团会商、指导服务: a case of another ledger is lent to those who run the body, as long as it is
its item; the county's own office puts it, and so opens it."""

from datetime import datetime

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.actions.grants import end_grants, give_grants
from zhuqi.foundation.accounts.queries import people_holding_each
from zhuqi.ledgers.cases.actions.store import OBJECT as CASE
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.enums import ACROSS_LEDGERS
from zhuqi.mechanisms.meetings.models import Body, Item, Lent


def why_not_lent(body: Body, case: Case | None, by: Person) -> str:
    """Why a body across ledgers does not take this up; "" where it does, and for all others. Of a
    consultation with a group only what is its firms'; whose a confidential case is, only its own
    office can say."""
    if body.kind not in ACROSS_LEDGERS:
        return ""
    if case is None:
        return f"{body.get_kind_display()}的议题请填诉求编号"
    if case.confidential and case.office_id not in by.scope.units(*OFFICE_READERS):
        return "保密的诉求，由受理它的活动办提请会商"
    if body.group_id is None:
        return ""
    firm = case.enterprise
    ours = firm is not None and body.group_id in {firm.pk, firm.parent_group_id}
    return "" if ours else f"这件诉求不是“{body.group}”及其所属企业的"


def lends(body: Body, case: Case | None, by: Person) -> bool:
    """True where the person's own office keeps the case and the body is another's."""
    if body.kind not in ACROSS_LEDGERS or case is None or case.office_id == body.office_id:
        return False
    return case.office_id in by.scope.units(*queries.WRITERS)


def lend(item: Item, *, by: Person, now: datetime) -> None:
    """Open the item's case to whoever runs and chairs its body."""
    if item.case_id is None:
        return
    posts = [(role, item.body.office_id) for role in queries.WRITERS]
    people = {user.pk for users in people_holding_each(posts).values() for user in users}
    if item.body.chair_id:
        people.add(item.body.chair_id)
    grants = give_grants(
        sorted(people), object_type=CASE, object_id=item.case_id, why=f"会商：{item.body}", by=by,
        now=now,
    )  # fmt: skip
    Lent.objects.bulk_create(Lent(item=item, grant=grant) for grant in grants)


def take_back(item: Item, *, now: datetime) -> None:
    """The item is over: what was opened for it is closed."""
    grants = Lent.objects.filter(item=item).order_by().values_list("grant", flat=True)
    end_grants(list(grants), now=now)
