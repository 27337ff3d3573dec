"""Build the living sample city: deterministic by seed, anchored to now."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, NotNow, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.actions import load_code_tables
from zhuqi.foundation.directory.models import Enterprise, Item
from zhuqi.interfaces.shell.sign_ins import SampleSignIn
from zhuqi.ledgers.cases.actions.intake import default_version
from zhuqi.ledgers.cases.actions.schemes import load_schemes
from zhuqi.ledgers.cases.actions.store import rulebook, save
from zhuqi.ledgers.cases.actions.work import Dossier
from zhuqi.ledgers.cases.models import Case
from zhuqi.sample.lives import Life, Stage
from zhuqi.sample.plan import Trouble, city_plan, troubles
from zhuqi.sample.society import PASSWORD, Founder, Society

SEED = 411000
FIRMS, CASES = 400, 600
DAYS = 240


@dataclass(frozen=True, slots=True)
class Built:
    """How much there is now."""

    firms: int
    officials: int
    cases: int


def build(
    *,
    seed: int = SEED,
    firms: int = FIRMS,
    cases: int = CASES,
    now: datetime | None = None,
    progress: Callable[[str], None] = lambda _line: None,
) -> Built:
    """Fill an empty database. NotNow if it is not empty or the place is in production."""
    if not settings.SAMPLE_MODE:
        raise NotNow("正式环境不能生成样例城市")
    if User.objects.exists() or Case.objects.exists():
        raise NotNow("数据库里已有数据，样例城市只能放进空数据库")
    moment = (now or timezone.now()).replace(microsecond=0)
    rng = random.Random(seed)
    progress("代码表和时限方案")
    load_code_tables()
    load_schemes(by=SYSTEM, now=moment - timedelta(days=900))
    with transaction.atomic():
        society = Founder(rng, moment, progress).found(firms)
    progress(f"{cases} 件诉求")
    with transaction.atomic():
        dossiers = list(_lives(rng, society, moment, cases))
        # In the order of their submission, so that numbers and events read as they would have.
        dossiers.sort(key=lambda dossier: dossier.case.submitted_at)
        save(dossiers)
    return Built(
        len(society.firms), User.objects.filter(official__isnull=False).count(), len(dossiers)
    )


def _lives(rng: random.Random, society: Society, now: datetime, cases: int) -> Iterator[Dossier]:
    offices = {firm.office_id: firm.office for firm in society.firms}
    stage = Stage(
        society,
        rulebook(),
        {office.pk: default_version(office) for office in offices.values()},
        {item.code: item for item in Item.objects.all()},
        now,
    )
    for trouble, start in _agenda(rng, now, cases):
        firm = _firm_for(rng, society.firms, trouble)
        dossier = Life(stage, rng, firm, trouble, start).play()
        if dossier is not None:
            yield dossier


def _agenda(rng: random.Random, now: datetime, cases: int) -> Iterator[tuple[Trouble, datetime]]:
    """What comes up when: every reported problem once, the rest at random, more of late."""
    told = [trouble for trouble in troubles() if trouble.once]
    common = [trouble for trouble in troubles() if not trouble.once]
    for number in range(cases):
        trouble = told[number] if number < len(told) else rng.choice(common)
        # One in five is of the last two weeks, so that every desk has work on it today.
        days = 14.0 if number % 5 == 0 else DAYS
        ago = rng.uniform(3, DAYS) if number < len(told) else days * rng.random() ** 1.4
        yield trouble, now - timedelta(days=ago, hours=rng.uniform(0, 8))


def _firm_for(rng: random.Random, firms: list[Enterprise], trouble: Trouble) -> Enterprise:
    """A firm of the right trade and place; the first firm (whose sign-in is printed) more often."""
    fitting = [
        firm
        for firm in firms
        if (not trouble.sectors or firm.sector in trouble.sectors)
        and (not trouble.county or firm.office.region.code == trouble.county)
    ]
    if firms[0] in fitting and rng.random() < 0.04:
        return firms[0]
    return rng.choice(fitting or firms)


def sign_ins() -> Iterator[SampleSignIn]:
    """One person per role, for the console and the sign-in page; only while they exist."""
    present = set(User.objects.filter(is_sample=True).values_list("username", flat=True))
    if "qiye" in present:
        firm = User.objects.get(username="qiye")
        member = firm.memberships.select_related("enterprise").first()
        unit = member.claimed_name if member else ""
        yield SampleSignIn("企业联系人", "qiye", PASSWORD, firm.name, unit, "企业")
    for row in city_plan().sign_ins:
        if row["username"] in present:
            role = Role(row["role"])
            group = _GROUPS.get(role, "单位和领导")
            label = "县活动办" if row.get("also") else role.label
            yield SampleSignIn(label, row["username"], PASSWORD, row["name"], row["unit"], group)


_GROUPS = {
    **dict.fromkeys((Role.REGISTRAR, Role.REVIEWER, Role.SIGNER), "活动办"),
    **dict.fromkeys((Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN), "三员"),
}
