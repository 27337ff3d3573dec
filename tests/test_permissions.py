"""Who may open what: `permissions.csv`, written by hand and readable by an auditor.

A row is a route and a role (or several, joined by |); its five columns are whose row it is: one's
own, a colleague's, another unit's, another county's, a stranger's. Words: `open`, `refused` (403),
`hidden` (404: nobody learns that the row exists), `sign-in`, `-` where the route has no row.
Routes like `desk:verb/answer` are posted without input: `open` means that the person was allowed
to try (the answer is 409, 422 or a redirect back).
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import LONG_AGO, Cast, build_cast, firm_user, official_user, person
from tests.ledgers.cases.test_life import MONDAY, SUBMISSION
from zhuqi.foundation.access import SYSTEM, Person, Role
from zhuqi.foundation.accounts.models import FirmMember, Invitation, User
from zhuqi.foundation.attachments.actions import attach, prepare
from zhuqi.foundation.attachments.links import signed_link
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import ChamberMember, Enterprise, Item, Unit
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.quarantine.actions import Marked, take_in
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.approval_schemes.actions import load_signing_schemes
from zhuqi.ledgers.cases.enums import Kind, Nature, Tier
from zhuqi.ledgers.cases.lifecycle import CASE_STEPS
from zhuqi.ledgers.cases.models import (
    ApprovalScheme,
    Boundary,
    Case,
    HandOver,
    Scheme,
    Topic,
    Transfer,
)
from zhuqi.ledgers.cases.topics.actions import open_topic
from zhuqi.ledgers.cases.transfers import actions as transferring

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
    # As the head of the table says: where a row says nothing else, as the audit administrator.
    for (route, role), outcome in list(rows.items()):
        if role == "audit_admin":
            rows.setdefault((route, "keeper"), outcome)
    return rows


@dataclass
class Town:
    """The cast with a row of every kind."""

    cast: Cast
    cases: dict[str, Case]
    firms: dict[str, Enterprise]
    people: dict[str, User]
    members: dict[str, FirmMember]
    loads: dict[str, tuple[User, Unit]]
    order: HandOver
    colleagues: dict[str, FirmMember]
    topics: dict[str, Topic]


def _case(  # noqa: PLR0917
    firm: Enterprise, by: User, office: User, lead: Unit, signer: User, co: Unit | None = None
) -> Case:
    case = intake.submit(enterprise=firm, submission=SUBMISSION, by=person(by), now=MONDAY)
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
    guild = Unit.objects.create(
        name="许昌超硬材料商会", kind=UnitKind.CHAMBER, level=Level.CITY, region=cast.city
    )
    ChamberMember.objects.create(enterprise=cast.diamond, chamber=guild, since=LONG_AGO.date())
    secretary = official_user("公秘书", "gong", guild, Role.CHAMBER)
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
            "chambered": intake.register(
                enterprise=cast.diamond,
                submission=SUBMISSION,
                channel="chamber",
                by=person(secretary),
                now=MONDAY,
            ),
        },
        firms={
            "own": cast.diamond,
            "other_unit": glass,
            "other_county": cast.shoes,
            "stranger": cast.stranger_firm,
            "chambered": cast.diamond,
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
            "keeper": cast.keeper,
            "chamber": secretary,
        },
        members=members,
        loads={
            "own": (cast.sun, cast.power),
            "colleague": (li, cast.power),
            "other_unit": (cast.zhou, cast.industry),
            "other_county": (cast.ma, cast.housing),
        },
        topics={
            whose: open_topic(office=office, title="同类问题", by=person(keeper))
            for whose, office, keeper in (
                ("own", cast.city_office, cast.he_fan),
                ("other_county", cast.county_office, cast.qin_lan),
                ("stranger", cast.other_office, cast.yu_registrar),
            )
        },
        order=HandOver.objects.create(
            leaver=cast.sun,
            to=li,
            unit=cast.power,
            reason="调离",
            ordered_by=head,
            ordered_at=MONDAY,
        ),
        colleagues={
            whose: FirmMember.objects.get(user=user)
            for whose, user in (
                ("own", cast.zhao),
                ("colleague", cast.qian),
                ("other_unit", glass_boss),
                ("other_county", cast.feng),
                ("stranger", cast.jia),
            )
        },
    )


ROLES = (
    "anonymous", "firm", "firm_pending", "liaison", "handler", "co_handler", "unit_head",
    "registrar", "reviewer", "signer", "county_office", "leader", "inspector", "system_admin",
    "security_admin", "audit_admin", "chamber", "keeper",
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


HAVE_IDS = {
    "desk:topic",
    "desk:registration", "desk:hand_over_of", "desk:hand_over_order", "portal:colleague",
    "portal:invitation_revoke",
}  # fmt: skip
SAME_FOR_ALL = {"desk:hand_over_of", "desk:hand_over_order"}


def _ids(name: str, whose: str, town: Town) -> list[int]:
    """What names the row in its address; nothing where the route has no such row."""
    own = whose == "own"
    if name in FIRM_ROUTES or name == "desk:topic":
        rows = town.topics if name == "desk:topic" else town.firms
        return [rows[whose].pk] if whose in rows else []
    match name:
        case "desk:registration":
            member = town.members.get(whose)
            return [member.pk] if member else []
        case "portal:colleague":
            colleague = town.colleagues.get(whose)
            return [colleague.pk] if colleague else []
        case "portal:invitation_revoke":
            return [_code_of(town.firms[whose]).pk] if whose in town.firms else []
        case "desk:hand_over_of":
            return [row.pk for row in town.loads.get(whose, ())]
        case _:
            return [town.order.pk] if own else []


def _address(route: str, whose: str, town: Town, user: User | None) -> str | None:
    """The address of the row, None where the route has no such row."""
    name, _slash, verb = route.partition("/")
    if name in FIRM_ROUTES | HAVE_IDS:
        ids = _ids(name, whose, town)
        return reverse(name, args=ids) if ids else None
    if name in ADMINS_ROWS:
        return reverse(name, args=ADMINS_ROWS[name](town.cast)) if whose == "own" else None
    if name in NOTICES or name == "open_file":
        return _of_the_asker(name, whose, town, user)
    if name in WITHOUT_ROW:
        return reverse(name, args=WITHOUT_ROW[name]) if whose == "own" else None
    number = town.cases[whose].number
    return reverse(name, args=[number, verb] if verb else [number])


FIRM_ROUTES = {
    "desk:enterprise", "desk:enterprise_card", "desk:enterprise_reveal", "desk:enterprise_edit",
    "desk:firm_people",
    "desk:firm_liaison",
    "portal:firm", "portal:firm_correction",
}  # fmt: skip


def _code_of(firm: Enterprise) -> Invitation:
    """The firm's code, not yet revoked: an earlier try may have done so."""
    code, _new = Invitation.objects.get_or_create(
        digest=f"code of {firm.pk}",
        defaults={
            "enterprise": firm,
            "tail": "XX",
            "made_by": User.objects.get(username="zhao"),
            "made_at": LONG_AGO,
            "expires_at": LONG_AGO,
        },
    )
    return code


# For 秦岚, who does all of 襄城县's office, her own row is 襄城's and the city's is a stranger's.
SEEN_FROM: dict[str, dict[str, str]] = {
    "county_office": {"own": "other_county", "other_county": "stranger", "stranger": "own"},
    # A chamber's own is the case it registered for a member; the colleague's is the member's own.
    "chamber": {
        "own": "chambered",
        "colleague": "own",
        "other_unit": "other_unit",
        "other_county": "other_county",
        "stranger": "stranger",
    },
}
WITHOUT_ROW: dict[str, list[str]] = {
    name: []
    for name in (
        "home", "join", "account_login", "account_logout", "account_change_password",
        "shell:styleguide",
        "portal:home", "portal:cases", "portal:new", "portal:register", "portal:registration",
        "portal:registration_add", "portal:account", "portal:firms", "portal:choose",
        "portal:people", "portal:invite", "portal:phone", "portal:phone_code",
        "desk:home", "desk:ledger", "desk:liaison", "desk:register",
        "desk:register_firms", "desk:registrations", "desk:enterprises",
        "desk:my_enterprises", "desk:topics", "desk:topic_new", "desk:admin_system",
        "desk:admin_people", "desk:admin_log",
        "desk:absence", "desk:hand_over", "desk:quarantine", "desk:transfers",
    )
}  # fmt: skip
WITHOUT_ROW |= {
    name: []
    for name in (
        "desk:notices", "desk:notices_read", "desk:notice_wishes", "desk:account", "desk:search",
        "portal:notices",
        "portal:notices_read", "portal:notice_wishes", "desk:admin_texts", "desk:admin_gateways",
        "portal:notice_email", "portal:notice_email_code", "portal:notice_phone",
        "portal:notice_phone_code", "desk:notice_email", "desk:notice_email_code",
        "desk:notice_phone", "desk:notice_phone_code",
    )
}  # fmt: skip
WITHOUT_ROW |= {"desk:admin_text": ["account.code"], "desk:admin_gateway": ["sms"]}
WITHOUT_ROW |= {
    name: []
    for name in (
        "sso_login", "sso_callback", "account_recover", "account_reauthenticate",
        "desk:recovery", "mfa_index",
        "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
        "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
        "mfa_login_webauthn",
    )
}  # fmt: skip
WITHOUT_ROW |= {name: ["1"] for name in ("mfa_remove_webauthn", "mfa_edit_webauthn")}
# Opening a message marks it read, so it is posted.
NOTICES = {"desk:notice", "portal:notice"}
WITHOUT_ROW["shell:styleguide_temper"] = ["portal"]
WITHOUT_ROW["join_code"] = ["NO-SUCH-CODE"]
for _page in ("registers", "schemes", "scheme_new", "signings", "signing_new", "calendar"):
    WITHOUT_ROW[f"desk:admin_{_page}"] = []
WITHOUT_ROW["desk:admin_register"] = WITHOUT_ROW["desk:admin_register_new"] = ["units"]


def _signing_scheme() -> ApprovalScheme:
    load_signing_schemes(by=SYSTEM)
    return ApprovalScheme.objects.all()[0]


# Rows administrators keep or look up: theirs by region, not by whose case it is.
def _transfer_sheet(cast: Cast) -> list[object]:
    """A matter of the discipline inspection, handed over sealed."""
    transfer_sheet = Transfer.objects.first()
    if transfer_sheet is None:
        case = intake.submit(enterprise=cast.diamond, submission=SUBMISSION, by=person(cast.zhao))
        with open_case(case.pk, by=person(cast.lu_yuan)) as work:
            transferring.transfer(
                work,
                boundary=Boundary.objects.get(code="discipline"),
                organ="许昌市纪律检查委员会",
                reason="反映干部违纪",
            )
        transfer_sheet = Transfer.objects.get(case=case)
    return [transfer_sheet.pk]


def _held_back(cast: Cast) -> list[object]:
    """A marked text of 赵总's, waiting for its keeper."""
    text = Marked("关于增容的函 机密★5年", "body")
    return [take_in([text], place="/portal/new/", by=person(cast.zhao))[0].pk]


ADMINS_ROWS: dict[str, Callable[[Cast], list[object]]] = {
    "desk:transfer": _transfer_sheet,
    "desk:transfer_package": _transfer_sheet,
    "desk:quarantined": _held_back,
    "desk:quarantined_read": _held_back,
    "desk:quarantined_release": _held_back,
    "desk:quarantined_destroy": _held_back,
    "desk:admin_absence": lambda cast: [cast.zhou.pk],
    "desk:admin_person": lambda cast: [cast.zhou.pk],
    "desk:admin_robot": lambda cast: [cast.industry.pk],
    "desk:admin_scheme": lambda _cast: [Scheme.objects.all()[0].pk],
    "desk:admin_signing": lambda _cast: [_signing_scheme().pk],
    "desk:admin_signing_publish": lambda _cast: [_signing_scheme().pk],
    "desk:admin_scheme_publish": lambda _cast: [Scheme.objects.all()[0].pk],
    "desk:liaison_of": lambda cast: [cast.lin.official_id],
    "desk:admin_register_row": lambda cast: ["units", cast.industry.pk],
    "desk:admin_register_history": lambda cast: ["units", cast.industry.pk],
}


def _of_the_asker(name: str, whose: str, town: Town, user: User | None) -> str | None:
    """Addresses that depend on who asks."""
    if name == "open_file":
        return _file(town.cases[whose], user)
    message = _message(town, user, own=whose == "own")
    return reverse(name, args=[message.pk]) if whose in {"own", "stranger"} else None


def _message(town: Town, user: User | None, *, own: bool) -> Message:
    """A message to whoever asks, or to somebody else."""
    to = user if own and user else town.members["stranger"].user
    message, _new = Message.objects.get_or_create(
        user=to,
        key="permissions",
        defaults={"text_code": "x", "topic": "work", "title": "消息", "created_at": LONG_AGO},
    )
    return message


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


# Addresses that only take a POST, though they are no verb on a case.
POSTED = frozenset(
    {
        "portal:invitation_revoke",
        "desk:transfer_package", "desk:case_reveal", "desk:enterprise_reveal",
        "desk:quarantined_read", "desk:quarantined_release", "desk:quarantined_destroy",
    }
)  # fmt: skip


def _outcome(client: Client, route: str, address: str) -> str:
    posted = "/" in route or route in {*NOTICES, *POSTED}
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
            if route.partition("/")[0] in {
                *WITHOUT_ROW, *ADMINS_ROWS, *NOTICES, *SAME_FOR_ALL,
            }:  # fmt: skip
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
