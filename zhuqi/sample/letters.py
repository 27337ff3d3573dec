"""信息直通车: a few letters of every ledger: waiting, late, answered."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.mechanisms.direct_line import actions, queries
from zhuqi.sample.city import City

LETTERS = (
    (
        "想了解设备更新贴息怎么申报",
        "我们计划明年换两条生产线，不知道贴息政策还在不在，找哪个科室。",
    ),
    ("车间门口的路总积水", "下雨天货车进不来，请帮忙问问归哪里管，什么时候能修。"),
    ("想当面汇报一次二期规划", "二期用地已经摘牌，想请您有空时来厂里看看，当面说说下一步打算。"),
)
ANSWERS = ("已请市工信局科室与您联系，政策清单随后送上。", "下周三上午到厂里，届时一起商量。")


@transaction.atomic
def write_letters(city: City) -> None:
    """By the firms that have somebody who signs in, to whoever looks after them."""
    for code, firms in city.firms:
        dice, written = city.dice(f"letters {code}"), 0
        for firm in firms:
            if written == len(LETTERS):
                break
            at = city.now - timedelta(days=(1, 9, 5)[written])
            members = {"memberships__enterprise": firm.row, "memberships__status": "confirmed"}
            sender = User.objects.filter(**members).first()
            to = queries.recipients(firm.row, timezone.localdate(at)).first()
            if sender is None or to is None:
                continue
            title, body = LETTERS[written]
            letter = actions.send(
                enterprise=firm.row, to=to, title=title, body=body, confidential=False,
                by=person_of(sender), now=at,
            )  # fmt: skip
            if written == 2:
                with actions.LETTERS.open(letter.pk, by=person_of(to), now=city.now) as change:
                    actions.answer(change, answer=dice.choice(ANSWERS))
            written += 1
    actions.escalate_overdue(city.now)
