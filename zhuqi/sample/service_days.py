"""企业服务日: of every ledger one held last month, one to come and one that was called off."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.mechanisms.service_days import actions
from zhuqi.mechanisms.service_days.models import Speech
from zhuqi.sample.city import City

TOPICS = "用电用气\n招工用工\n融资续贷"
HEARD = (
    ("用电用气", "厂区专用线路容量不够，新设备开不满。", ""),
    ("招工用工", "旺季缺二十名熟练工。", "市人社局当场对接两所职校"),
    ("融资续贷", "贷款下月到期，想先续后还。", ""),
)


def hold_service_days(city: City) -> None:
    """By the people of every ledger's office."""
    for office, (_ledger, firms) in zip(city.offices, city.firms, strict=False):
        with transaction.atomic():
            by = city.society.someone(
                city.dice(f"service days {office.pk}"), office.pk, Role.REGISTRAR
            )
            _tell(city, office, by, [firm.row for firm in firms[:6]])


def _tell(city: City, office: Unit, by: Person, firms: list[Enterprise]) -> None:
    for ahead in (-25, 9, 16):
        then = city.now + timedelta(days=min(ahead, 0) - 3)
        row = actions.plan(
            office=office, day=timezone.localdate(city.now + timedelta(days=ahead)),
            place="政务服务中心三楼会议室", topics=TOPICS, firms=firms, by=by, now=then,
        )  # fmt: skip
        if ahead == 16:
            with actions.SERVICE_DAYS.open(row.pk, by=by, now=city.now) as change:
                actions.cancel(change, reason="与联席会议冲突，改到下月")
        if ahead < 0:
            at = city.now + timedelta(days=ahead)
            with actions.SERVICE_DAYS.open(row.pk, by=by, now=at) as change:
                actions.hold(change, attended=firms[:-1] or firms, minutes="到会企业都发了言。")
            for firm, (topic, said, solved) in zip(firms, HEARD, strict=False):
                with actions.SERVICE_DAYS.open(row.pk, by=by, now=at) as change:
                    actions.hear(change, enterprise=firm, topic=topic, said=said, solved=solved)
            _solve(city, by, row.pk)


def _solve(city: City, by: Person, pk: int) -> None:
    """One of what was left open, some days later."""
    left = Speech.objects.filter(service_day=pk, solved="").order_by("-pk").first()
    if left:
        later = city.now - timedelta(days=10)
        with actions.SERVICE_DAYS.open(pk, by=by, now=later) as change:
            actions.solve(change, speech=left, solved="银行已上门办理无还本续贷")
