"""The cast of the accounts' stories: two offices, their administrators, and people who ask.

许昌 is the city, 襄城 and 禹州 its counties. An keeps the rights for the city, Xin for 襄城 only;
Qin registers firms in 襄城, Yu in 禹州. Zhou works in the industry bureau and is given things.
Zhao speaks for the shoe factory in 襄城. Jia is the stranger: signed in, with nothing to do here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.stock import Single, cast_of
from zhuqi.foundation.access import SYSTEM_PERSON, Person, Role
from zhuqi.foundation.accounts.actions import NewUser, create_user, give_role
from zhuqi.foundation.accounts.claims import FirmClaim, Registrant
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import EnterpriseStatus, Level, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Official, Post, Region, Unit

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LONG_AGO = MONDAY - timedelta(days=365)
PASSWORD = "pass-word-of-1"
SHOES = "914110250000000015"


@dataclass
class City(Single):
    """Everyone and everything by name."""

    city: Region
    xiangcheng: Region
    city_office: Unit
    county_office: Unit
    other_office: Unit
    industry: Unit
    housing: Unit
    shoes: Enterprise
    an: User
    xin: User
    qin: User
    yu: User
    zhou: User
    zhao: User
    jia: User


def by(user: User) -> Person:
    """The user as the one who acts."""
    return person_of(user)


def events_of(user: User | int) -> list[str]:
    """Kinds of what the log says about a user, in order."""
    number = user if isinstance(user, int) else user.pk
    rows = Event.objects.filter(object_type="user", object_id=number).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def member_events(member: FirmMember) -> list[str]:
    """Kinds of what the log says about a registration, in order."""
    rows = Event.objects.filter(object_type="member", object_id=member.pk).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def official(name: str, username: str, unit: Unit, *roles: Role) -> User:
    """An official with a post and roles in a unit."""
    person = Official.objects.create(name=name)
    Post.objects.create(official=person, unit=unit, title="干部", since=LONG_AGO.date())
    new = NewUser(
        username=username,
        name=name,
        password=PASSWORD,
        official=person,
        must_change_password=False,
    )
    user = create_user(new=new, by=SYSTEM_PERSON, now=LONG_AGO)
    for role in roles:
        give_role(user=user, role=role, unit=unit, by=SYSTEM_PERSON, since=LONG_AGO)
    return user


def firm_person(name: str, username: str) -> User:
    """A person of a firm, with an account and nothing else."""
    new = NewUser(username=username, name=name, password=PASSWORD, must_change_password=False)
    return create_user(new=new, by=SYSTEM_PERSON, now=LONG_AGO)


def registrant(
    name: str = "钱会计", contact: str = "13812345678", password: str = PASSWORD
) -> Registrant:
    """A person as they fill in the form."""
    return Registrant(name=name, contact=contact, password=password)


def claim(
    name: str = "襄城制鞋有限公司", uscc: str = SHOES, *, preparing: bool = False
) -> FirmClaim:
    """A firm as they fill in the form."""
    return FirmClaim(name=name, region_code="411025", uscc=uscc, preparing=preparing)


def _unit(name: str, kind: UnitKind, region: Region, prefix: str | None = None) -> Unit:
    level = Level(region.level)
    return Unit.objects.create(name=name, kind=kind, level=level, region=region, case_prefix=prefix)


@cast_of
def build() -> City:
    """Put the cast into the database."""
    city = Region.objects.create(code="411000", name="许昌市", level=Level.CITY)
    county = Level.COUNTY
    xiangcheng = Region.objects.create(code="411025", name="襄城县", level=county, parent=city)
    yuzhou = Region.objects.create(code="411081", name="禹州市", level=county, parent=city)
    city_office = _unit("许昌市活动办", UnitKind.OFFICE, city, "1000")
    county_office = _unit("襄城县活动办", UnitKind.OFFICE, xiangcheng, "1025")
    other_office = _unit("禹州市活动办", UnitKind.OFFICE, yuzhou, "1081")
    industry = _unit("许昌市工信局", UnitKind.DEPARTMENT, city)
    housing = _unit("襄城县住建局", UnitKind.DEPARTMENT, xiangcheng)
    shoes = Enterprise.objects.create(
        name="襄城制鞋有限公司",
        uscc=SHOES,
        status=EnterpriseStatus.OPERATING,
        region=xiangcheng,
        office=county_office,
    )
    zhao = firm_person("赵总", "13900000001")
    FirmMember.objects.create(
        user=zhao,
        enterprise=shoes,
        office=county_office,
        claimed_name=shoes.name,
        claimed_uscc=SHOES,
        status=FirmMember.Status.CONFIRMED,
        is_admin=True,
        asked_at=LONG_AGO,
        decided_at=LONG_AGO,
    )
    return City(
        city=city,
        xiangcheng=xiangcheng,
        city_office=city_office,
        county_office=county_office,
        other_office=other_office,
        industry=industry,
        housing=housing,
        shoes=shoes,
        an=official("安全员", "an", city_office, Role.SECURITY_ADMIN),
        xin=official("襄安全", "xin", county_office, Role.SECURITY_ADMIN),
        qin=official("秦岚", "qin", county_office, Role.REGISTRAR),
        yu=official("禹受理", "yu", other_office, Role.REGISTRAR),
        zhou=official("周工", "zhou", industry),
        zhao=zhao,
        jia=firm_person("甲某", "13900000009"),
    )


class Clock:
    """A time that stands still, so that no counter's window ends in the middle of a story."""

    def __init__(self, now: float) -> None:
        self.now = now

    def time(self) -> float:
        """What `time.time` says."""
        return self.now
