"""走访: those to come, those made with something promised, those at which a case was heard."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison import actions
from zhuqi.sample.city import City

PURPOSES = ("了解生产经营情况", "看二期项目进度", "送惠企政策清单", "问用工和融资有什么困难")
SAID = ("订单比去年多一成，旺季还缺二十来个熟练工。", "新设备月底到货，担心专用线路容量不够。")
KEPT = {
    "title": "想转让一条旧生产线", "body": "还没有和股东商量好，先不往上报。", "wish": "",
    "reporter_name": "", "reporter_phone": "",
}  # fmt: skip
PROMISES = ("送设备更新贴息政策清单", "请市人社局对接招聘会")


@transaction.atomic
def pay_visits(city: City) -> None:
    """To a few firms of every ledger, by those who look after them."""
    heard = Case.objects.filter(channel="visit", confidential=False).order_by("pk")
    cases = {(case.enterprise_id, case.submitted_by): case for case in heard}
    today = timezone.localdate(city.now)
    for firm in (firm for _ledger, firms in city.firms for firm in firms[:12]):
        dice = city.dice(f"visits {firm.row.pk}")
        for by in filter(None, (firm.liaison, firm.leader)):
            case = cases.get((firm.row.pk, by.actor.user_id))
            at = case.submitted_at if case else city.now - timedelta(days=dice.randrange(2, 40))
            day = timezone.localdate(at)
            to_come = case is None and dice.random() < 1 / 3
            when = today + timedelta(days=dice.randrange(7)) if to_come else day
            visit = actions.plan(
                enterprise=firm.row, day=when, purpose=dice.choice(PURPOSES), goers="", by=by,
                now=at - timedelta(days=1),
            )  # fmt: skip
            if to_come:
                continue
            with actions.VISITS.open(visit.pk, by=by, now=at) as change:
                actions.make(change, day=day, present=firm.contact[0], said=dice.choice(SAID))
                if case:
                    actions.hear(change, case=case)
                elif dice.random() < 1 / 2:
                    due = max(day, today + timedelta(days=dice.randrange(-3, 12)))
                    actions.follow_up(change, what=dice.choice(PROMISES), due=due)
                if case is None and dice.random() < 1 / 6:
                    actions.keep_need(change, **KEPT)
