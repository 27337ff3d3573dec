"""Who may open what: `permissions.csv`, written by hand and readable by an auditor.

A row is a route and a role (or several, joined by |); its five columns are whose row it is: one's
own, a colleague's, another unit's, another county's, a stranger's. Words: `open`, `refused` (403),
`hidden` (404: nobody learns that the row exists), `sign-in`, `-` where the route has no row.
Routes like `desk:verb/answer` are posted without input: `open` means that the person was allowed
to try (the answer is 409, 422 or a redirect back).
"""

import csv
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import LONG_AGO, Cast, build_cast, firm_user, official_user, person
from tests.ledgers.cases.test_life import MONDAY, TROUBLE
from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.attachments.actions import attach, prepare
from zhuqi.foundation.attachments.links import signed_link
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Item, Unit
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Kind, Nature, Tier
from zhuqi.ledgers.cases.lifecycle import CASE_STEPS
from zhuqi.ledgers.cases.models import Case

TABLE = Path(__file__).with_name("permissions.csv")
WHOSE = ("own", "colleague", "other_unit", "other_county", "stranger")
Key = tuple[str, str]


def _read() -> dict[Key, tuple[str, ...]]:
    rows: dict[Key, tuple[str, ...]] = {}
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            for role in row["role"].split("|"):
                key = (row["route"], role)
                assert key not in rows, f"twice in the table: {key}"
                rows[key] = tuple(row[column] for column in WHOSE)
    return rows


@dataclass
class Town:
    """The cast with a row of every kind."""

    cast: Cast
    cases: dict[str, Case]
    firms: dict[str, Enterprise]
    people: dict[str, User]
    members: dict[str, FirmMember]


def _case(  # noqa: PLR0917
    firm: Enterprise, by: User, office: User, lead: Unit, signer: User, co: Unit | None = None
) -> Case:
    case = intake.submit(enterprise=firm, trouble=TROUBLE, by=person(by), now=MONDAY)
    with open_case(case.pk, by=person(office), now=MONDAY + timedelta(hours=1)) as work:
        intake.accept(
            work, kind=Kind.HELP, tier=Tier.ORDINARY, nature=Nature.INDIVIDUAL,
            item=Item.objects.get(code="TA01"),
            sector="industry",
        )  # fmt: skip
        handling.assign(work, lead=lead, co=[co] if co else [])
    with open_case(case.pk, by=person(signer), now=MONDAY + timedelta(hours=2)) as work:
        handling.sign(work)
    return case


def build_town() -> Town:
    """Five cases: 赵总's, his colleague's, one of another unit and firm, two of other counties."""
    cast = build_cast()
    li = official_user("李电", "li", cast.power, Role.HANDLER)
    head = official_user("电总", "dianzong", cast.power, Role.UNIT_HEAD, title="总经理")
    transport = Unit.objects.create(
        name="许昌市交通运输局", kind=UnitKind.DEPARTMENT, level=Level.CITY, region=cast.city
    )
    driver = official_user("交通员", "jiaotong", transport, Role.HANDLER)
    other_unit = Unit.objects.create(
        name="禹州市交通运输局", kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=cast.yuzhou
    )
    yuzhou_handler = official_user("禹交通", "yujiao", other_unit, Role.HANDLER)
    glass = Enterprise.objects.create(
        name="许昌玻璃公司", region=cast.city, office=cast.city_office
    )
    glass_boss = firm_user("安总", "an", glass)
    pending = User.objects.create(username="xin", name="新来的")
    members = {
        whose: FirmMember.objects.create(
            user=User.objects.create(username=f"new-{whose}", name="待确认"),
            office=office,
            claimed_name="新公司",
            asked_at=LONG_AGO,
        )
        for whose, office in (
            ("own", cast.city_office),
            ("other_county", cast.county_office),
            ("stranger", cast.other_office),
        )
    }
    FirmMember.objects.create(
        user=pending, office=cast.city_office, claimed_name="待确认公司", asked_at=LONG_AGO
    )
    return Town(
        cast=cast,
        cases={
            "own": _case(cast.diamond, cast.zhao, cast.he_fan, cast.power, cast.sun, cast.industry),
            "colleague": _case(cast.diamond, cast.qian, cast.he_fan, cast.power, li, cast.industry),
            "other_unit": _case(glass, glass_boss, cast.he_fan, transport, driver),
            "other_county": _case(cast.shoes, cast.feng, cast.qin_lan, cast.housing, cast.ma),
            "stranger": _case(
                cast.stranger_firm, cast.jia, cast.yu_registrar, other_unit, yuzhou_handler
            ),
        },
        firms={
            "own": cast.diamond,
            "other_unit": glass,
            "other_county": cast.shoes,
            "stranger": cast.stranger_firm,
        },
        people={
            "firm": cast.zhao,
            "firm_pending": pending,
            "liaison": cast.lin,
            "handler": cast.sun,
            "co_handler": cast.zhou,
            "unit_head": head,
            "registrar": cast.he_fan,
            "reviewer": cast.shen_jing,
            "signer": cast.lu_yuan,
            "county_office": cast.qin_lan,
            "leader": cast.mayor,
            "inspector": cast.inspector,
            "system_admin": cast.system_admin,
            "security_admin": cast.security_admin,
            "audit_admin": cast.audit_admin,
        },
        members=members,
    )


ROLES = (
    "anonymous", "firm", "firm_pending", "liaison", "handler", "co_handler", "unit_head",
    "registrar", "reviewer", "signer", "county_office", "leader", "inspector", "system_admin",
    "security_admin", "audit_admin",
)  # fmt: skip


def _routes(resolver: URLResolver, space: str = "") -> list[str]:
    found: list[str] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += _routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern}"
            found.append(f"{space}{pattern.name}")
    return found


def _all_routes() -> list[str]:
    """Every address; the one that serves all verbs counts once a verb."""
    verbs = dict.fromkeys(step.verb.value for step in CASE_STEPS)
    return [
        name
        for route in _routes(get_resolver())
        for name in ([f"{route}/{verb}" for verb in verbs] if route == "desk:verb" else [route])
    ]


def _address(route: str, whose: str, town: Town, user: User | None) -> str | None:
    """The address of the row, None where the route has no such row."""
    name, _slash, verb = route.partition("/")
    if name == "desk:enterprise":
        firm = town.firms.get(whose)
        return reverse(name, args=[firm.pk]) if firm else None
    if name == "desk:registration":
        member = town.members.get(whose)
        return reverse(name, args=[member.pk]) if member else None
    if name == "desk:admin_person":
        return reverse(name, args=[town.cast.zhou.pk]) if whose == "own" else None
    if name == "open_file":
        return _file(town.cases[whose], user)
    if name in WITHOUT_ROW:
        return reverse(name, args=WITHOUT_ROW[name]) if whose == "own" else None
    number = town.cases[whose].number
    return reverse(name, args=[number, verb] if verb else [number])


# For 秦岚, who does all of 襄城县's office, her own row is 襄城's and the city's is a stranger's.
SEEN_FROM: dict[str, dict[str, str]] = {
    "county_office": {"own": "other_county", "other_county": "stranger", "stranger": "own"}
}
WITHOUT_ROW: dict[str, list[str]] = {
    name: []
    for name in (
        "home", "account_login", "account_logout", "account_change_password", "shell:styleguide",
        "portal:home", "portal:cases", "portal:new", "portal:register", "portal:registration",
        "portal:registration_add", "portal:account", "desk:home", "desk:ledger", "desk:register",
        "desk:register_firms", "desk:registrations", "desk:admin_system", "desk:admin_people",
        "desk:admin_log",
    )
}  # fmt: skip
WITHOUT_ROW["shell:styleguide_temper"] = ["portal"]


def _file(case: Case, user: User | None) -> str:
    """A link to the file on a case, bound to whoever asks: its rights come from the row."""
    file = Attachment.objects.filter(object_id=case.pk).first()
    if file is None:
        prepared = prepare([SimpleUploadedFile("a.pdf", b"%PDF-1.4 test")])
        owner: Person = person(User.objects.get(pk=case.submitted_by))
        [file] = attach(
            prepared, object_type="case", object_id=case.pk, purpose="submit", by=owner.actor
        )
    return signed_link(file, user.pk if user else 0)


def _outcome(client: Client, route: str, address: str) -> str:
    posted = "/" in route
    response = client.post(address) if posted else client.get(address)
    if response.streaming:
        # Read to the end: the test client then closes the file without closing the database.
        assert list(response)
    if response.status_code == 302 and reverse("account_login") in response["Location"]:
        return "sign-in"
    return {403: "refused", 404: "hidden"}.get(response.status_code, "open")


def observe(town: Town, role: str) -> dict[Key, tuple[str, ...]]:
    """What really happens when this role opens every address."""
    user = town.people.get(role)
    client = Client()
    if user:
        client.force_login(user)
    seen: dict[Key, tuple[str, ...]] = {}
    for route in _all_routes():
        outcomes = []
        for whose in WHOSE:
            row = SEEN_FROM[role].get(whose) if role in SEEN_FROM else whose
            if route.partition("/")[0] in {*WITHOUT_ROW, "desk:admin_person"}:
                row = whose
            address = _address(route, row, town, user) if row else None
            outcomes.append(_outcome(client, route, address) if address else "-")
        seen[route, role] = tuple(outcomes)
    return seen


def test_the_table_names_every_address_and_every_role_once_and_nothing_else() -> None:
    table = _read()
    wanted = {(route, role) for route in _all_routes() for role in ROLES}
    assert wanted - table.keys() == set()
    assert table.keys() - wanted == set()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_what_happens_is_what_the_table_says(role: str) -> None:
    table = _read()
    seen = observe(build_town(), role)
    wrong = {
        f"{route}: {dict(zip(WHOSE, outcome, strict=True))}": table[route, role]
        for (route, _role), outcome in seen.items()
        if table.get((route, role)) != outcome
    }
    assert wrong == {}
