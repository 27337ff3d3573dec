"""The bodies and people of the sample city, put in through the directory's and accounts' verbs."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, Actor, ActorKind, Person, Role, Scope
from zhuqi.foundation.accounts.actions import NewUser, admit_members, create_users, give_role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.actions import (
    ContactDraft,
    EnterpriseDraft,
    LinkDraft,
    add_enterprises,
    add_official,
    add_unit,
    change_unit,
    give_post,
    link_liaisons,
)
from zhuqi.foundation.directory.enums import EnterpriseStatus, Level, Sector, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Item, Official, Region, Unit
from zhuqi.ledgers.cases.actions.schemes import choose_scheme
from zhuqi.sample import names
from zhuqi.sample.plan import city_plan

PASSWORD = "xuchang-2026"  # noqa: S105 (of the invented people, printed on the sign-in page)


@dataclass(slots=True)
class Society:
    """Who there is. `people`: unit id → role → person who acts in it."""

    offices: dict[str, Unit] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    answering: dict[tuple[str, str], Unit] = field(default_factory=dict)
    firms: list[Enterprise] = field(default_factory=list)
    firm_people: dict[int, Person] = field(default_factory=dict)
    firm_contacts: dict[int, tuple[str, str]] = field(default_factory=dict)
    people: dict[int, dict[Role, list[Person]]] = field(default_factory=dict)
    phones: dict[int, str] = field(default_factory=dict)
    liaisons: dict[int, Person] = field(default_factory=dict)

    def someone(self, rng: random.Random, unit_id: int, role: Role) -> Person:
        """A person who holds the role in the unit."""
        return rng.choice(self.people[unit_id][role])


@dataclass(slots=True)
class _Wanted:
    """A person to be made: in which unit, with which roles."""

    name: str
    unit: Unit
    title: str
    roles: tuple[Role, ...]
    username: str = ""
    password: str | None = None


class Founder:
    """Founds the society step by step with one seeded generator."""

    def __init__(self, rng: random.Random, now: datetime, say: Callable[[str], None]) -> None:
        self.rng, self.now, self.say = rng, now, say
        self.since = (now - timedelta(days=900)).date()
        self.society = Society()
        self.items = {item.code: item for item in Item.objects.all()}
        self.regions = {
            region.code: region for region in Region.objects.filter(code__startswith="41")
        }
        self.wanted: list[_Wanted] = []

    def found(self, firms: int) -> Society:
        """Units, then people, then firms."""
        self.say("单位")
        self._units()
        self.say("人员")
        self._people()
        self.say("企业")
        self._firms(firms)
        return self.society

    # Units

    def _units(self) -> None:
        plan = city_plan()
        city = self.regions[plan.office["region"]]
        self._office(plan.office, city, Level.CITY, "xuchang-2011")
        for row in plan.departments:
            self._unit(row, row["name"], row["short"], UnitKind.DEPARTMENT, city, Level.CITY)
        for row in plan.externals:
            self._unit(row, row["name"], row["short"], UnitKind.EXTERNAL, city, Level.CITY)
        for county in plan.counties:
            self._county(county, plan.county_units)

    def _county(self, county: dict[str, Any], units: tuple[dict[str, Any], ...]) -> None:
        region = self.regions[county["region"]]
        place = region.name.removeprefix("许昌")
        office = {
            "prefix": county["prefix"],
            "name": f"{region.name}助企活动办公室",
            "short": f"{place}活动办",
            "phone": f"0374-29{county['prefix']}1"[:12],
        }
        self._office(office, region, Level.COUNTY, county["scheme"])
        for row in units:
            kind = UnitKind.EXTERNAL if row.get("external") else UnitKind.DEPARTMENT
            name, short = (
                row["name"].replace("{县}", region.name),
                row["short"].replace("{县}", place),
            )
            self._unit(row, name, short, kind, region, Level.COUNTY)
        for name in county["parks"]:
            self._unit(
                {"items": []}, f"{name}管理委员会", name[:14], UnitKind.PARK, region, Level.TOWN
            )
        for code in county["towns"]:
            town = self.regions[code]
            suffix = "办事处" if town.name.endswith("街道") else "人民政府"
            self._unit(
                {"items": []}, f"{town.name}{suffix}", town.name, UnitKind.TOWN, town, Level.TOWN
            )

    def _office(self, row: dict[str, Any], region: Region, level: Level, scheme: str) -> None:
        office = add_unit(
            name=row["name"], short_name=row["short"], kind=UnitKind.OFFICE, level=level,
            region=region, case_prefix=row["prefix"], phone=row["phone"], is_sample=True, by=SYSTEM,
        )  # fmt: skip
        choose_scheme(office=office, code=scheme, by=SYSTEM)
        self.society.offices[region.code] = office
        self.society.units[office.short_name] = office
        for title, roles in (
            ("主任", (Role.SIGNER,)),
            ("副主任", (Role.REVIEWER,)),
            ("综合科科长", (Role.REGISTRAR,)),
            ("科员", (Role.REGISTRAR,)),
        ):
            self._want(office, title, *roles)

    def _unit(  # noqa: PLR0917 (one line of the plan)
        self,
        row: dict[str, Any],
        name: str,
        short: str,
        kind: UnitKind,
        region: Region,
        level: Level,
    ) -> None:
        unit = add_unit(
            name=name, short_name=short, kind=kind, level=level, region=region,
            commandable=kind != UnitKind.EXTERNAL, items=[self.items[c] for c in row["items"]],
            phone=f"0374-2{self.rng.randrange(10**6):06d}", is_sample=True, by=SYSTEM,
        )  # fmt: skip
        self.society.units[short] = unit
        for code in row["items"]:
            self.society.answering[region.code, code] = unit
        self._want(unit, "局长" if kind == UnitKind.DEPARTMENT else "负责人", Role.UNIT_HEAD)
        self._want(unit, "分管副职")
        self._want(unit, "业务科科长", Role.HANDLER)

    # People

    def _want(self, unit: Unit, title: str, *roles: Role) -> None:
        self.wanted.append(_Wanted(names.person(self.rng), unit, title, roles))

    def _people(self) -> None:
        for row in city_plan().sign_ins:
            roles = (Role(row["role"]), *(Role(word) for word in row.get("also", ())))
            unit = self.society.units[row["unit"]]
            title = _TITLES.get(roles[0], "干部")
            self.wanted.append(_Wanted(row["name"], unit, title, roles, row["username"], PASSWORD))
        officials = []
        for want in self.wanted:
            phone = f"0374-2{self.rng.randrange(10**6):06d}"
            official = add_official(name=want.name, phone=phone, is_sample=True, by=SYSTEM)
            give_post(
                official=official, unit=want.unit, title=want.title, since=self.since, by=SYSTEM
            )
            officials.append(official)
        self._unit_posts(officials)
        self._accounts(officials)

    def _unit_posts(self, officials: list[Official]) -> None:
        """分管领导 and 单位联络员 of each unit."""
        for want, official in zip(self.wanted, officials, strict=True):
            if want.title == "分管副职":
                change_unit(unit=want.unit, by=SYSTEM, leader=official)
            elif want.title == "业务科科长":
                change_unit(unit=want.unit, by=SYSTEM, contact=official)

    def _accounts(self, officials: list[Official]) -> None:
        pairs = [(w, o) for w, o in zip(self.wanted, officials, strict=True) if w.roles]
        users = create_users(
            new=[
                NewUser(
                    username=want.username or f"g{number:04d}",
                    name=want.name,
                    password=want.password,
                    official=official,
                    must_change_password=False,
                    is_sample=True,
                )
                for number, (want, official) in enumerate(pairs, 1)
            ],
            by=SYSTEM_PERSON,
        )
        for (want, official), user in zip(pairs, users, strict=True):
            self._roles(want, official, user)

    def _roles(self, want: _Wanted, official: Official, user: User) -> None:
        since = self.now - timedelta(days=900)
        for role in want.roles:
            give_role(user=user, role=role, unit=want.unit, since=since, by=SYSTEM_PERSON)
        person = Person(
            Actor(ActorKind.OFFICIAL, user.pk, user.name, str(want.unit)),
            Scope(user_id=user.pk, posts=frozenset((role, want.unit.pk) for role in want.roles)),
        )
        self.society.phones[user.pk] = official.phone
        for role in want.roles:
            self.society.people.setdefault(want.unit.pk, {}).setdefault(role, []).append(person)

    # Firms

    def _firms(self, number: int) -> None:
        drafts = [self._draft(index) for index in range(number)]
        firms = add_enterprises(drafts, by=SYSTEM)
        self.society.firms = firms
        for firm, draft in zip(firms, drafts, strict=True):
            contact = draft.contacts[0]
            self.society.firm_contacts[firm.pk] = (contact.name, contact.phone)
        self._members(firms)
        self._liaisons(firms)

    def _draft(self, index: int) -> EnterpriseDraft:
        rng = self.rng
        sector = rng.choices(list(names.TRADES), (62, 8, 8, 16, 6))[0]
        trade, industry, form = rng.choice(names.TRADES[sector])
        code = rng.choices(_COUNTIES, (12, 14, 10, 18, 20, 18, 8))[0]
        region = self.regions[code]
        name = self._fresh_name(region, trade, form)
        preparing = index % 40 == 7
        key_firm = index % 3 == 0
        staff = int(rng.lognormvariate(4.4, 1.1)) + 6
        revenue = Decimal(int(staff * rng.uniform(20, 120)))
        return EnterpriseDraft(
            name=name + ("（筹）" if preparing else ""),
            region=region,
            uscc="" if preparing else names.credit_code(rng, code),
            status=EnterpriseStatus.PREPARING if preparing else EnterpriseStatus.OPERATING,
            industry=industry,
            employees=staff,
            revenue=revenue,
            assets=revenue * Decimal("0.8"),
            office=self.society.offices["411000"] if key_firm else None,
            sector=Sector(sector),
            address=f"{region.name}{rng.choice(ROADS)}{rng.randrange(1, 300)}号",
            contacts=(
                ContactDraft(
                    name=names.person(rng), phone=names.phone(rng), title=rng.choice(_FIRM_TITLES)
                ),
            ),
            is_sample=True,
        )

    def _fresh_name(self, region: Region, trade: str, form: str) -> str:
        place = "许昌" if region.code == "411071" else region.name.rstrip("市县区")
        taken = self.__dict__.setdefault("_taken", set())
        for name in names.firm_names(self.rng, place, trade, form):
            if name not in taken:
                taken.add(name)
                return name
        raise AssertionError

    def _members(self, firms: list[Enterprise]) -> None:
        contacts = self.society.firm_contacts
        rows = [firm for index, firm in enumerate(firms) if index % 10 < 8]
        users = create_users(
            new=[
                NewUser(
                    username="qiye" if index == 0 else contacts[firm.pk][1],
                    name=contacts[firm.pk][0],
                    phone=contacts[firm.pk][1],
                    password=PASSWORD if index == 0 else None,
                    must_change_password=False,
                    is_sample=True,
                )
                for index, firm in enumerate(rows)
            ],
            by=SYSTEM_PERSON,
        )
        admit_members(list(zip(users, rows, strict=True)), by=SYSTEM_PERSON, now=self.now)
        for firm, user in zip(rows, users, strict=True):
            self.society.firm_people[firm.pk] = Person(
                Actor(ActorKind.FIRM, user.pk, user.name, firm.name),
                Scope(user_id=user.pk, enterprises=frozenset({firm.pk})),
            )

    def _liaisons(self, firms: list[Enterprise]) -> None:
        """Two firms in three are looked after; the printed liaison official has twelve."""
        heads = [w for w in self.wanted if w.title == "业务科科长"]
        officials = {u.contact_id: u.contact for u in Unit.objects.select_related("contact")}
        pool = [official for official in officials.values() if official is not None]
        shown = User.objects.select_related("official").get(username="zhuqi").official
        if shown is None or not heads:
            return
        drafts = [
            LinkDraft(
                enterprise=firm,
                official=shown if index < 12 else self.rng.choice(pool),
                since=self.since,
            )
            for index, firm in enumerate(firms)
            if index % 3 != 1 or index < 12
        ]
        link_liaisons(drafts, by=SYSTEM)


ROADS = (
    "建设路",
    "许由路",
    "八一路",
    "文峰路",
    "首山大道",
    "襄业路",
    "阿里山路",
    "魏武大道",
    "颍昌路",
    "华夏大道",
)
_FIRM_TITLES = ("总经理", "副总经理", "办公室主任", "厂长", "财务负责人", "行政主管")
_COUNTIES = ("411002", "411003", "411024", "411025", "411081", "411082", "411071")
_TITLES = {
    Role.LEADER: "副市长",
    Role.INSPECTOR: "督查专员",
    Role.LIAISON: "助企干部",
    Role.UNIT_HEAD: "局长",
}


def first_day(now: datetime) -> date:
    """The first day on which something happens in the sample city."""
    return (now - timedelta(days=270)).date()
