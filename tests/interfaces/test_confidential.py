"""A confidential complaint on every page: nobody learns from any of them whose it is.

Every address of the permission table is opened by those who must not know, pages with a session
and the API with a token; no answer may hold the firm's name, code, its people or their phones.
"""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from tests.cast import LONG_AGO, firm_user, official_user, person
from tests.permissions.registry import Asked
from tests.permissions.rooms import ADDRESSES
from tests.permissions.table import BY_API, ON_A_CASE, all_routes, decided, verb_by_api
from tests.permissions.table import address as address_of
from tests.permissions.town import Town, build_town
from tests.scenes.api import bearer
from tests.signing_in import sign_in
from tests.stock import stocked
from tests.thorough import drawn
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.directory.models import Enterprise, EnterpriseContact, LiaisonLink
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Kind, Nature, Tier
from zhuqi.ledgers.cases.models import Case, RecusalKind
from zhuqi.ledgers.cases.secrecy import actions as secrecy

FIRM = "许昌无名轴承有限公司"
SECRETS = (
    "无名轴承", "91411000MA7777777X", "MA7777777", "欧阳举报", "13987651234", "139-8765",
    "司马联系", "13612349876", "隐秘路", "139****1234", "136****9876",
)  # fmt: skip
# Whose scripts ask as well: somebody at work on it, and somebody who reads what firms say.
WITH_SCRIPTS = {"handler", "liaison"}


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings: Settings) -> None:
    settings.API_PER_MINUTE = 10**6


def hidden_case(town: Town) -> Case:
    """The complaint, in the place of one's own case."""
    case = complaint(town)
    assert case.enterprise is not None
    town.cases["own"], town.firms["own"] = case, case.enterprise
    return case


@stocked
def complaint(town: Town) -> Case:
    """Of a firm nobody else has to do with, at work in the power company."""
    cast = town.cast
    firm = Enterprise.objects.create(
        name=FIRM,
        uscc="91411000MA7777777X",
        region=cast.city,
        office=cast.city_office,
        address="隐秘路77号",
    )
    EnterpriseContact.objects.create(enterprise=firm, name="司马联系", phone="13612349876")
    boss = firm_user("欧阳老板", "ouyang", firm)
    case = intake.submit(
        enterprise=firm,
        submission=Submission(
            title="无名轴承公司被反复断电",
            body="隐秘路77号，欧阳举报 139-8765-1234，司马联系也在。代码91411000MA7777777X",
            wish="请查许昌无名轴承有限公司的线路",
            reporter_name="欧阳举报",
            reporter_phone="13987651234",
            confidential=True,
        ),
        by=person(boss),
        files=prepare([SimpleUploadedFile("无名轴承营业执照.pdf", b"%PDF-1.4 x")]),
    )
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        intake.accept(
            work,
            kind=Kind.COMPLAINT,
            tier=Tier.ORDINARY,
            nature=Nature.INDIVIDUAL,
            item=cast.electricity,
            sector="industry",
        )
        handling.assign(
            work, lead=cast.power, co=[cast.industry], requirement="到无名轴承公司看看，找司马联系"
        )
        handling.note(work, text="欧阳举报来过电话")
    with open_case(case.pk, by=person(boss)) as work:
        intake.supplement(work, text="无名轴承又断电了，欧阳举报补充")
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.sign(work)
        handling.report_progress(work, text="现场在隐秘路77号，应该是无名轴承")
        handling.note(work, text="猜是无名轴承")
    case.refresh_from_db()
    return case


def worth_opening(town: Town, user: User, *, by_api: bool) -> list[str]:
    """Every address; of the verbs that are refused one of the pages and one of the API, for all
    share one refusal. Without a token one of the API, for the same reason."""
    refused = [
        [verb for verb, outcome in decided(user, town.cases["own"].number, verbs).items()
         if outcome != "open"]
        for verbs in (list(filter(by_page, all_routes())), list(filter(verb_by_api, all_routes())))
    ]  # fmt: skip
    if not by_api:
        refused.append([route for route in all_routes() if of_api(route)])
    alike = {route for routes in refused for route in routes[1:]}
    return [route for route in all_routes() if route not in alike]


def of_api(route: str) -> bool:
    """What scripts ask; its description is read by people."""
    return route.startswith(BY_API) and route != "api:docs"


def by_page(route: str) -> bool:
    """The page of a verb on a case."""
    return route.startswith(ON_A_CASE)


def answers(
    town: Town, user: User, routes: list[str], *, by_api: bool
) -> Iterator[tuple[str, HttpResponseBase, bytes]]:
    """These addresses of the hidden case, as the table opens them, and the ledger."""
    client = sign_in(Client(), user)
    script = Client(headers=bearer(user) if by_api else None)
    asked = Asked(town, "own", user)
    addresses = [(route, address_of(route, asked)) for route in routes]
    ledger = "/desk/ledger/"
    firm = town.firms["own"].pk
    addresses += [
        ("desk:ledger", f"{ledger}?{query}")
        for query in (f"enterprise={firm}", "order=newest", "sector=industry", "channel=portal",
                      "whose=all", "text=断电", "state=in_progress")
    ]  # fmt: skip
    for route, address in addresses:
        if address is None:
            continue
        asking = script if of_api(route) else client
        response = asking.post(address) if by_page(route) else asking.get(address)
        content = b"".join(response) if response.streaming else response.content
        yield address, response, content


def given_away(
    town: Town, user: User, words: tuple[str, ...], *, by_api: bool = False
) -> list[str]:
    """Where any of the words stands in what the person gets at any address, headers included;
    `by_api`: their script too."""
    routes = drawn(worth_opening(town, user, by_api=by_api), 4)
    return told_at(routes, town, user, words, by_api=by_api)


def told_at(
    routes: list[str], town: Town, user: User, words: tuple[str, ...], *, by_api: bool
) -> list[str]:
    """Where any of the words stands at these addresses."""
    found = []
    for address, response, content in answers(town, user, routes, by_api=by_api):
        text = content.decode(errors="ignore") + str(response.headers)
        # A refusal may repeat the address that was asked for.
        found += [f"{address}: {w}" for w in words if w in text and w not in address]
    return found


def recused_registrar(town: Town, case: Case) -> User:
    """Registers for the city's office; belongs to the power company's rival, which keeps away."""
    cast = town.cast
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.recuse(
            work, kind=RecusalKind.COMPLAINED_OF, unit=cast.labour, reason="企业反映的单位"
        )
    user = official_user("两边科", "liangbian", cast.labour, Role.HANDLER)
    RoleAssignment.objects.create(
        user=user, role=Role.REGISTRAR, unit=cast.city_office, since=LONG_AGO
    )
    return user


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role",
    ["handler", "co_handler", "unit_head", "liaison", "county_office", "system_admin",
     "audit_admin", "firm"],
)  # fmt: skip
def test_no_page_tells_whose_complaint_it_is(role: str) -> None:
    town = build_town()
    hidden_case(town)
    assert given_away(town, town.people[role], SECRETS, by_api=role in WITH_SCRIPTS) == []


@pytest.mark.django_db
def test_the_security_administrator_sees_accounts_but_no_complaint() -> None:
    town = build_town()
    case = hidden_case(town)
    words = ("欧阳举报", "13987651234", case.number, "反复断电")
    assert given_away(town, town.people["security_admin"], words) == []


@pytest.mark.django_db
def test_whoever_looks_after_the_firm_finds_no_trace_of_the_complaint() -> None:
    town = build_town()
    case = hidden_case(town)
    official = town.cast.lin.official
    assert official is not None
    LiaisonLink.objects.create(
        enterprise=town.firms["own"], official=official, since=LONG_AGO.date()
    )
    words = (case.number, "欧阳举报", "反复断电", "13987651234")
    assert given_away(town, town.people["liaison"], words, by_api=True) == []


@pytest.mark.django_db
def test_a_recused_registrar_finds_no_trace_of_the_complaint() -> None:
    town = build_town()
    case = hidden_case(town)
    user = recused_registrar(town, case)
    words = (case.number, "欧阳举报", "反复断电", "13987651234")
    assert given_away(town, user, words, by_api=True) == []


@pytest.mark.django_db
def test_the_sweep_would_find_it_for_the_office_itself() -> None:
    town = build_town()
    hidden_case(town)
    pages = [
        route for route in all_routes()
        if ADDRESSES[route].of_case and not (by_page(route) or verb_by_api(route))
    ]  # fmt: skip
    found = told_at(pages, town, town.people["registrar"], SECRETS, by_api=True)
    assert any("无名轴承" in place for place in found if place.startswith("/desk/"))
    assert any("无名轴承" in place for place in found if place.startswith("/api/"))
    assert any("13987651234" in place for place in found)
