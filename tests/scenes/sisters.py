"""Two offices of one city that stand together: 市活动办, and 市营商环境办 with 白雪 who does all of
it there, and 苗青 who only receives."""

from dataclasses import dataclass

from tests.cast import LONG_AGO, Cast, official_user, person
from tests.scenes import steps
from tests.scenes.life import MONDAY, SUBMISSION
from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.sister_offices.actions import alliances, sharings
from zhuqi.mechanisms.sister_offices.enums import SharingVerb
from zhuqi.mechanisms.sister_offices.models import Alliance, Sharing

V = SharingVerb
DOING = {
    V.AGREE: sharings.agree, V.REFUSE: sharings.refuse, V.OPINE: sharings.opine,
    V.OFFER: sharings.offer, V.ACCEPT: sharings.accept, V.DECLINE: sharings.decline,
    V.TAKE_BACK: sharings.take_back, V.WANT: sharings.want, V.YIELD: sharings.yield_up,
    V.KEEP: sharings.keep, V.END: sharings.end,
}  # fmt: skip


@dataclass
class Sisters:
    """The cast with a second office beside the city's."""

    cast: Cast
    office: Unit
    bai: User
    miao: User
    alliance: Alliance


def second_office(cast: Cast, name: str = "市营商环境办", prefix: str = "1900") -> Unit:
    """An office of the city with a scheme of its own."""
    office = Unit.objects.create(
        name=f"许昌{name}", short_name=name, kind=UnitKind.OFFICE, level=Level.CITY,
        region=cast.city, case_prefix=prefix,
    )  # fmt: skip
    DEADLINES.adopt(office=office, code="13710", by=SYSTEM)
    return office


def allied(cast: Cast, *, joined: bool = True) -> Sisters:
    """沈静 sets the alliance up, 白雪 joins for her office."""
    office = second_office(cast)
    everything = (Role.REGISTRAR, Role.REVIEWER, Role.SIGNER)
    bai = official_user("白雪", "baixue", office, *everything)
    miao = official_user("苗青", "miaoqing", office, Role.REGISTRAR)
    alliance = alliances.enter(
        keeper=cast.city_office, name="企业服务三办联动", source="许政办〔2022〕8号",
        since=LONG_AGO.date(), until=None, offices=[office], by=person(cast.shen_jing), now=MONDAY,
    )  # fmt: skip
    if joined:
        with alliances.ALLIANCES.open(alliance.pk, by=person(bai), now=MONDAY) as change:
            alliances.join(change)
    return Sisters(cast, office, bai, miao, alliance)


def told_to(user: User, firm: Enterprise, *, title: str = SUBMISSION.title, body: str = "") -> Case:
    """The firm told that person's office, who registers it."""
    said = intake.Submission(title, body or SUBMISSION.body, "改造线路", "赵总", "13800000000")
    return intake.register(
        enterprise=firm, submission=said, channel="phone", by=person(user), now=MONDAY
    )


def accepted_by(user: User, cast: Cast, **told: str) -> Case:
    """A case of 钻石公司 in that person's ledger, to be assigned."""
    case = told_to(user, cast.diamond, **told)
    steps.accept(case, user, cast.electricity, MONDAY)
    return case


def assign(user: User, case: Case, cast: Cast) -> None:
    """Led by the power company."""
    steps.assign(case, steps.Hands(user, cast.power, cast.sun), now=MONDAY)
    case.refresh_from_db()


def shared(cast: Cast, sisters: Sisters, case: Case, *, hand: bool = False) -> Sharing:
    """何帆 shares it with 白雪's office."""
    return sharings.begin(
        office=cast.city_office, number=case.number, sister=sisters.office, text="请一起看",
        hand=hand, by=person(cast.he_fan), now=MONDAY,
    )  # fmt: skip


def asked(sisters: Sisters, case: Case) -> Sharing:
    """白雪 asks for a case of 何帆's."""
    return sharings.begin(
        office=sisters.office, number=case.number, sister=None, text="我办也在跟这家企业",
        by=person(sisters.bai), now=MONDAY,
    )  # fmt: skip


def act(row: Sharing, user: User, verb: SharingVerb, text: str = "情况属实") -> None:
    """As a page does it."""
    with sharings.SHARINGS.open(row.pk, by=person(user), now=MONDAY) as change:
        DOING[verb](change, text=text)
    row.refresh_from_db()
