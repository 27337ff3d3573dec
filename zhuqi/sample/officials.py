"""The officials of the sample city: entered, given posts, accounts and roles, all in bulk."""

from itertools import cycle, islice

from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, Actor, ActorKind, Person, Role, Scope
from zhuqi.foundation.accounts.actions import NewUser, RoleDraft, create_users, give_roles
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.actions import (
    OFFICIALS,
    UNITS,
    PostDraft,
    give_posts,
)
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.sample import names
from zhuqi.sample.plan import CITY, city_plan
from zhuqi.sample.society import Founding, Seat

PASSWORD = "xuchang-2026"  # noqa: S105 (of the invented people, printed on the sign-in page)
_LEADERS = {
    "city": ("副市长", "市委常委", "市人大常委会副主任", "市政协副主席", "市政府党组成员"),
    "county": ("副县级领导", "县委常委", "县人大常委会副主任", "县政协副主席"),
}
_RANKS = ("一级主任科员", "二级主任科员", "三级主任科员", "四级主任科员", "一级科员", "工会主席")
_TITLES = {
    Role.LEADER: "副市长",
    Role.INSPECTOR: "督查专员",
    Role.LIAISON: "助企干部",
    Role.UNIT_HEAD: "局长",
    Role.UNIT_DEPUTY: "副局长",
    Role.CHAMBER: "会员服务部副部长",
}


class Officials:
    """Fills the seats."""

    def __init__(self, founding: Founding) -> None:
        self.founding, self.society = founding, founding.society
        self.rng, self.size = founding.rng, founding.size

    def take_office(self) -> None:
        """Everyone of the plan, then as many 助企干部 as are wanting to the number planned."""
        self._printed_ones()
        self._leaders()
        self._fill_up()
        seats = self.founding.seats
        self._enter(seats)
        self._unit_posts(seats)
        self._accounts(seats)
        self.society.officials = len(seats)

    def _printed_ones(self) -> None:
        for row in city_plan().sign_ins:
            roles = (Role(row["role"]), *(Role(word) for word in row.get("also", ())))
            unit = self.society.units[row["unit"]]
            title = "科长" if unit.kind == UnitKind.SECTION else _TITLES.get(roles[0], "干部")
            self.founding.seats.append(
                Seat(row["name"], unit, title, roles, username=row["username"], password=PASSWORD)
            )

    def _leaders(self) -> None:
        # The printed leader is one of the city's.
        for code, office in self.society.offices.items():
            wanted = self.size.leaders - 1 if code == CITY else self.size.county_leaders
            titles = _LEADERS["city" if code == CITY else "county"]
            for title in islice(cycle(titles), wanted):
                self.founding.seats.append(
                    Seat(names.person(self.rng), office, title, (Role.LEADER,))
                )

    def _fill_up(self) -> None:
        seats = self.founding.seats
        wanting = self.size.officials + self.size.leaders - len(seats)
        houses = [
            unit
            for unit in self.society.units.values()
            if unit.parent_id is None and unit.kind not in {UnitKind.OFFICE, UnitKind.CHAMBER}
        ]
        for unit, rank in islice(zip(cycle(houses), cycle(_RANKS), strict=False), max(0, wanting)):
            seats.append(Seat(names.person(self.rng), unit, rank, (Role.LIAISON,)))

    def _enter(self, seats: list[Seat]) -> None:
        officials = OFFICIALS.add_many(
            [
                {
                    "name": seat.name,
                    "phone": f"0374-2{self.rng.randrange(10**6):06d}",
                    "is_sample": True,
                }
                for seat in seats
            ],
            by=SYSTEM,
        )
        for seat, official in zip(seats, officials, strict=True):
            seat.official = official
        since = self.founding.since.date()
        give_posts(
            [
                PostDraft(official=seat.row, unit=seat.unit, title=seat.title, since=since)
                for seat in seats
            ],
            by=SYSTEM,
        )

    @staticmethod
    def _unit_posts(seats: list[Seat]) -> None:
        """分管领导 and 单位联络员 of each unit."""
        leading = {seat.unit.pk: seat.row for seat in seats if seat.leads}
        contacts = {seat.unit.pk: seat.row for seat in seats if seat.contact}
        for unit in {seat.unit.pk: seat.unit for seat in seats}.values():
            UNITS.change(
                unit, by=SYSTEM, leader=leading.get(unit.pk), contact=contacts.get(unit.pk)
            )

    def _accounts(self, seats: list[Seat]) -> None:
        users = create_users(
            new=[
                NewUser(
                    username=seat.username or f"g{number:04d}",
                    name=seat.name,
                    password=seat.password,
                    official=seat.row,
                    must_change_password=False,
                    is_sample=True,
                )
                for number, seat in enumerate(seats, 1)
            ],
            by=SYSTEM_PERSON,
        )
        give_roles(
            [
                RoleDraft(user=user, role=role, unit=seat.unit, since=self.founding.since)
                for seat, user in zip(seats, users, strict=True)
                for role in seat.roles
            ],
            by=SYSTEM_PERSON,
        )
        for seat, user in zip(seats, users, strict=True):
            self._known_by_role(seat, user)

    def _known_by_role(self, seat: Seat, user: User) -> None:
        seat.person = Person(
            Actor(ActorKind.OFFICIAL, user.pk, user.name, str(seat.unit)),
            Scope(user_id=user.pk, posts=frozenset((role, seat.unit.pk) for role in seat.roles)),
        )
        self.society.phones[user.pk] = seat.row.phone
        for role in seat.roles:
            roles = self.society.people.setdefault(seat.unit.pk, {})
            roles.setdefault(role, []).append(seat.person)
