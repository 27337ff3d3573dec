"""The sample city lives: every state, lateness, redo and ratings, by the same rules as real use."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from pypinyin import lazy_pinyin
from pytest_django import Settings

from tests.cast import person
from tests.scenes.cities import NOW, built_once
from zhuqi.foundation.access import SYSTEM, NotNow, Role
from zhuqi.foundation.accounts.models import Deputy, FirmMember, RoleAssignment, User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.server_clock import out_of_order
from zhuqi.foundation.audit.verification import examine
from zhuqi.foundation.directory import codes, uscc
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.search.normal import normal
from zhuqi.interfaces.console.commands.migrate import settle_old_sample
from zhuqi.interfaces.shell.event_words import kind_words
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import ClockKind, State
from zhuqi.ledgers.cases.lifecycle import CASE_STEPS
from zhuqi.ledgers.cases.models import (
    Answer,
    Assignment,
    Case,
    Clock,
    Draft,
    Escalation,
    Extension,
    Instruction,
    Objection,
    Pausing,
    Rating,
    RecusalKind,
    Transfer,
)
from zhuqi.ledgers.cases.queries import figures_by_light, ledger
from zhuqi.ledgers.cases.secrecy.models import redactions_of
from zhuqi.sample.build import FIRST, build, sign_ins
from zhuqi.sample.plan import city_plan, size_named, submissions, trades

TELLING = {
    "企业", "县", "镇", "园", "村", "路", "行", "产品", "设备", "工序", "原料", "人", "数", "万",
    "月", "周",
}  # fmt: skip


@pytest.fixture
def sample_mode(settings: Settings) -> None:
    settings.SAMPLE_MODE = True


def test_the_city_in_full_is_as_big_as_the_texts_say() -> None:
    city = size_named("city")
    assert (city.firm_total, city.case_total) == (3975, 4153)
    assert (city.officials, city.leaders) == (2742, 32)
    # 461 industrial and 54 building problems of 2,586 were on the city's own ledger, 216 in 襄城.
    assert city.cases["411000"] / city.case_total == pytest.approx(515 / 2586, abs=0.01)
    assert city.cases["411025"] / city.case_total == pytest.approx(216 / 2586, abs=0.01)
    ledgers = {"411000", *(county["region"] for county in city_plan().counties)}
    for size in city_plan().sizes.values():
        assert set(size.firms) == set(size.cases) == ledgers


def test_a_size_cut_down_keeps_every_ledger() -> None:
    cut = size_named("city").scaled(0.001)
    assert min(cut.firms.values()) == min(cut.cases.values()) == 1
    assert cut.cases["411000"] == 1
    assert size_named("tiny").case_total < size_named("town").case_total / 5


def test_every_submission_can_be_worded_and_nobody_waits_for_a_trade_that_is_not_there() -> None:
    items = {line.code for line in codes.items()}
    titles: Counter[str] = Counter()
    for submission in submissions():
        own = {name for name, choices in submission.words if choices}
        texts = (
            submission.title, *submission.titles, submission.body, submission.wish,
            submission.contact,
            submission.progress, submission.answer, submission.opinion,
        )  # fmt: skip
        named = {name for text in texts for _a, name, _b, _c in string.Formatter().parse(text)}
        assert named - {None} <= TELLING | own, submission.title
        assert own <= named, submission.title
        assert {submission.item, *submission.co_items} <= items, submission.title
        assert set(submission.trades) <= set(trades()), submission.title
        assert bool(submission.co_items) == bool(submission.opinion), submission.title
        assert submission.county or not submission.once, submission.title
        titles.update((submission.title, *submission.titles))
    assert max(titles.values()) == 1, titles.most_common(3)
    assert {trade.sector for trade in trades().values()} == {
        "industry", "construction", "agriculture", "commerce", "other",
    }  # fmt: skip
    assert all(codes.industry(trade.code) for trade in trades().values())


SISTER = "市营商环境办"


def beyond_the_plan() -> int:
    """Cases taken out of others, and what firms told a sister office again."""
    again = Q(number__startswith=Unit.objects.get(short_name=SISTER).case_prefix)
    return Case.objects.filter(again | Q(split_from__isnull=False)).count()


@pytest.mark.thorough
@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_the_town_has_every_state_and_nothing_in_it_breaks_a_rule() -> None:
    size = size_named("town")
    built = built_once("town")
    assert (built.firms, built.cases - beyond_the_plan()) == (size.firm_total, size.case_total)
    states = {State(s) for s in Case.objects.values_list("state", flat=True)}
    assert states == set(State)
    done = set(Event.objects.filter(object_type="case").values_list("kind", flat=True))
    assert {step.verb for step in CASE_STEPS} <= done
    kinds = set(Event.objects.order_by().values_list("object_type", "kind").distinct())
    assert [kind for of, kind in kinds if kind_words(of, kind) == kind] == []
    assert Case.objects.filter(due_at__lte=NOW).exists()
    assert Case.objects.filter(round__gte=2).exists()
    assert set(Rating.objects.values_list("verdict", flat=True)) == {
        "solved",
        "partly",
        "not_solved",
    }
    assert not Event.objects.filter(object_type="case", occurred_at__gt=NOW).exists()
    assert list(verify_clocks()) == []
    # Over is over, but for the result that whoever handed it down still waits for.
    running = Clock.objects.filter(stopped_at__isnull=True, case__state=State.STRUCK_OFF)
    assert not running.exclude(clock=ClockKind.SUPERIOR).exists()
    moved = Case.objects.filter(pk__in=Escalation.objects.values("case")).values_list("pk")
    covered = Case.objects.filter(confidential=True).values_list("pk")
    for rows in (Case.objects.values_list("pk")[:20], moved, covered):
        assert all(list(examine("case", pk)) == [] for (pk,) in rows)
    assert not Case.objects.filter(title__contains="{").exists()
    assert not Case.objects.filter(body__contains="{").exists()
    told = {submission.source for submission in submissions() if submission.once}
    assert told <= set(Case.objects.values_list("source_note", flat=True))
    assert Unit.objects.filter(kind=UnitKind.DEPARTMENT, region__code="411000").count() == 21
    assert not Enterprise.objects.filter(is_sample=False).exists()
    assert not Official.objects.filter(is_sample=False).exists()
    assert all(
        uscc.check(code or "").ok
        for code in Enterprise.objects.exclude(uscc=None).values_list("uscc", flat=True)
    )
    with pytest.raises(NotNow, match="空数据库"):
        build(now=NOW)


@pytest.mark.thorough
@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_something_waits_today_for_everyone_who_decides() -> None:
    built_once("town")
    city = Unit.objects.get(kind=UnitKind.OFFICE, case_prefix="1000")
    county = Unit.objects.get(kind=UnitKind.OFFICE, region__code="411025")
    assert Case.objects.filter(superior=city, level=Level.COUNTY).exists()
    assert Case.objects.filter(office=city, origin_office__isnull=False).exists()
    assert Case.objects.exclude(foreign_number="").filter(fed_back_at=None).exists()
    assert Objection.objects.filter(outcome=Objection.Outcome.WAITING).exists()
    assert Extension.objects.filter(outcome=Extension.Outcome.WAITING).exists()
    asked = set(Pausing.objects.values_list("outcome", flat=True))
    assert {Pausing.Outcome.WAITING, Pausing.Outcome.RUNNING} <= asked
    assert set(Instruction.objects.values_list("state", flat=True)) == set(Instruction.State.values)
    assert Instruction.objects.exclude(readers=[]).exists()
    # Where a scheme is in force every answer is signed here or has the paper with it.
    answers = Answer.objects.filter(case__office__in=(city, county), case__origin_office=None)
    assert set(answers.values_list("proof", flat=True)) == {"system", "paper"}
    paper = Answer.objects.filter(proof="paper").values_list("case", flat=True)
    scans = Attachment.objects.filter(object_type="case", purpose__startswith="signed:")
    assert set(scans.values_list("object_id", flat=True)) == set(paper)
    waiting = Draft.objects.filter(state=Draft.State.WAITING)
    printed = User.objects.get(username="fenguan").roles.get().unit
    assert waiting.filter(assignment__unit=printed).exists()
    tried = User.objects.get(username="jingban").roles.get().unit
    assert Assignment.objects.filter(unit=tried, case__state=State.IN_PROGRESS).exists()
    assert Deputy.objects.filter(since__lte=NOW, until__gt=NOW, ended_at=None).exists()
    # Transfer sheets wait for a receipt, others have it; what went sealed and was received is
    # gone here.
    assert Transfer.objects.filter(
        receipt="", sealed=True, case__boundary__code="discipline"
    ).exists()
    assert Transfer.objects.filter(sealed=False).exclude(receipt="").exists()
    erased = Transfer.objects.exclude(receipt="").filter(sealed=True)
    assert set(erased.values_list("case__body", flat=True)) == {""}
    # A confidential complaint names a unit, and that unit is kept away from it.
    hidden = Case.objects.filter(confidential=True).exclude(complained_of="")
    assert hidden.exists()
    assert not hidden.exclude(recusals__kind=RecusalKind.COMPLAINED_OF).exists()


@pytest.mark.thorough
@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_a_part_of_the_city_has_all_its_units_and_everyone_is_looked_after() -> None:
    size = size_named("city").scaled(0.04)
    built = build(now=NOW, size=size)
    assert (built.firms, built.cases - beyond_the_plan()) == (size.firm_total, size.case_total)
    # A number names the ledger a case came into, wherever it went from there.
    came_into = Counter(number[:4] for number in Case.objects.values_list("number", flat=True))
    planned = Unit.objects.filter(kind=UnitKind.OFFICE).exclude(short_name=SISTER)
    offices = planned.select_related("region")
    assert {o.region.code: came_into[str(o.case_prefix)] for o in offices} == size.cases
    towns = Unit.objects.filter(kind=UnitKind.TOWN)
    assert towns.count() == len({town.region_id for town in towns}) > 90
    departments = Unit.objects.filter(kind=UnitKind.DEPARTMENT, level=Level.CITY)
    assert not departments.exclude(children__kind=UnitKind.SECTION).exists()
    seated = Unit.objects.exclude(kind=UnitKind.CHAMBER)
    assert not seated.filter(leader=None).exists()
    assert not seated.filter(contact=None).exists()
    handled = RoleAssignment.objects.filter(role=Role.HANDLER).values("unit")
    assert not seated.exclude(kind=UnitKind.OFFICE).exclude(pk__in=handled).exists()
    firms = Enterprise.objects.exclude(subsidiaries__gt=0)
    assert not firms.filter(liaisons=None).exists()
    leaders = RoleAssignment.objects.filter(role=Role.LEADER)
    looked_after = LiaisonLink.objects.filter(
        official__user__in=leaders.values("user"), enterprise__office__level=Level.CITY
    )
    assert set(looked_after.values_list("enterprise", flat=True)) == set(
        firms.filter(office__level=Level.CITY).values_list("pk", flat=True)
    )
    assert list(verify_clocks()) == []
    # Lateness there is, but nothing that everybody has forgotten.
    assert not Case.objects.filter(closed_at=None, due_at__lt=NOW - timedelta(days=60)).exists()


@pytest.mark.thorough
@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_at_every_office_people_wait_and_one_firm_has_a_colleague_by_invitation() -> None:
    built_once("tiny")
    waiting = FirmMember.objects.filter(status=FirmMember.Status.PENDING)
    # Where firms have their file; a sister office has none of its own.
    offices = set(Enterprise.objects.order_by().values_list("office", flat=True))
    assert {member.office_id for member in waiting} == offices
    assert waiting.filter(due_at__lt=NOW).exists()
    assert waiting.filter(due_at__gt=NOW).exists()
    boss, colleague = User.objects.get(username="qiye"), User.objects.get(username="tongshi")
    firm = boss.memberships.get().enterprise
    assert colleague.memberships.get().enterprise == firm
    assert colleague.memberships.get().how == FirmMember.How.INVITED
    assert boss.memberships.get().is_admin


@pytest.mark.thorough
@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_one_sign_in_per_role_is_shown_and_works(client: Client) -> None:
    built_once("tiny")
    shown = list(sign_ins())
    assert len(shown) == len(city_plan().sign_ins) + 1
    groups = [who.group for who in shown]
    assert len(list(groupby(groups))) == len(set(groups))
    roles = set(
        User.objects.filter(username__in=[s.username for s in shown]).values_list(
            "roles__role", flat=True
        )
    )
    assert roles == {
        None, "liaison", "handler", "unit_head", "unit_deputy", "chamber", "registrar",
        "reviewer", "signer", "leader", "inspector", "system_admin", "security_admin",
        "audit_admin", "keeper",
    }  # fmt: skip
    page = client.get("/accounts/login/").content.decode()
    assert all(s.username in page for s in shown)
    for who in shown:
        assert client.login(username=who.username, password=who.password)
        assert client.get("/", follow=True).status_code == 200


@pytest.mark.django_db
def test_an_old_citys_past_ends_with_the_upgrade_and_a_real_place_has_none() -> None:
    now = timezone.now()
    with transaction.atomic():
        for days in (0, 90):
            then = now - timedelta(days=days)
            record(object_type="tag", object_id=days, kind="x", by=SYSTEM, now=then)
    settle_old_sample()
    assert len(list(out_of_order())) == 1
    User.objects.create(username="qiye", is_sample=True)
    for _twice in range(2):
        settle_old_sample()
    assert list(out_of_order()) == []
    assert Event.objects.filter(object_type="server_clock").count() == 1


@pytest.mark.django_db
def test_outside_sample_mode_nothing_is_built_and_nobody_is_shown(client: Client) -> None:
    with pytest.raises(NotNow, match="正式环境"):
        build(now=NOW)
    assert "xuchang-2026" not in client.get("/accounts/login/").content.decode()


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.usefixtures("sample_mode")
def test_the_registrar_the_county_and_the_leader_read_numbers_that_open_their_rows() -> None:
    built_once("tiny")
    now, seen = NOW, 0
    for username in ("shouli", "xiangcheng", "lingdao", "jingban", "zhuqi", "xianban"):
        scope = person(User.objects.get(username=username)).scope
        for figure in figures_by_light(scope, now):
            rows = ledger(scope, figure.filters, now)
            assert len({case.pk for case in rows}) == figure.number, (username, figure)
            seen += figure.number
    assert seen > 0


def ways_of_naming(firm: Enterprise) -> set[str]:
    """How people name a firm of the sample city, worked out here from its file alone: place,
    trade name of two letters, trade, form."""
    region, contact = firm.region, firm.contacts.first()
    place = region.name.rstrip("市县区")
    plain = firm.name.partition("（")[0]
    starts = [start for start in (region.name, place, "许昌", "河南") if plain.startswith(start)]
    core = plain.removeprefix(starts[0]) if starts else plain
    trade = core[:2]
    found = {
        firm.name, plain, trade, f"{trade}公司", f"{trade}厂", f"{trade}集团", f"{place}{trade}",
        f"{region.name}{trade}", f"许昌{trade}", f"{place}{trade}公司", core[:4],
        "".join(lazy_pinyin(trade)), " ".join(lazy_pinyin(trade)).title(),
    }  # fmt: skip
    if firm.uscc:
        found |= {firm.uscc, firm.uscc.lower(), firm.uscc[8:17], firm.uscc[-8:]}
    if firm.address:
        found |= {firm.address, firm.address.removeprefix(region.name)}
    if contact is not None:
        phone, name = contact.phone, contact.name
        found |= {
            phone, f"+86{phone}", f"+86 {phone}", f"86-{phone}", phone[-8:],
            f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
            name, f"{name[0]}总", f"{name[0]}经理", "".join(lazy_pinyin(name)),
        }  # fmt: skip
        if len(name) > 2:
            found.add(name[1:])
    return found


@pytest.mark.thorough
@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_of_one_seed_the_city_is_the_same_and_people_come_in_before_other_counties() -> None:
    with undone():
        built_once("tiny")
        kept = lives()
    seen: list[tuple[set[str], int, Sequence[object]]] = []

    def look() -> None:
        offices = Case.objects.order_by().values_list("office__region__code", flat=True)
        seen.append((set(offices.distinct()), sum(1 for _ in sign_ins()), lives()))

    with undone():
        build(now=NOW, size="tiny", opened=look)

        assert lives() == kept
        [(ledgers, people, begun)] = seen
        assert {code[:6] for code in ledgers} == set(FIRST)
        assert people == sum(1 for _ in sign_ins())
        later = Case.objects.order_by("pk").values_list("office__region__code", flat=True)
        assert {code[:6] for code in later} == set(size_named("tiny").cases)
        # A ledger's numbers run with its dates, whichever ledger came first.
        for office in Unit.objects.filter(kind=UnitKind.OFFICE):
            own = Case.objects.filter(office=office, origin_office=None).order_by("number")
            dates = list(own.values_list("submitted_at", flat=True))
            assert dates == sorted(dates)
    others: list[object] = []

    def look_at_others() -> None:
        others.extend(lives())
        raise SeenEnoughError

    with pytest.raises(SeenEnoughError):
        build(now=NOW, size="tiny", seed=2, opened=look_at_others)
    assert len(others) > 20
    assert others != list(begun)


class SeenEnoughError(Exception):
    """The rest of the city need not be built."""


@contextmanager
def undone() -> Iterator[None]:
    """What is built within is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lives() -> Sequence[tuple[object, ...]]:
    """What makes a city this one."""
    return list(
        Case.objects.order_by("number").values_list(
            "number", "title", "state", "submitted_at", "enterprise__name"
        )
    )


@pytest.mark.thorough
@pytest.mark.usefixtures("sample_mode")
@pytest.mark.django_db
def test_the_veil_holds_for_every_firm_of_the_city_and_every_form_of_its_name() -> None:
    """One in eight is covered in writing. Making that dear pattern of all the others says no more
    than that a covered word, however it is spaced, stands in each way of naming them: what a
    pattern does with its words is held in `ledgers/cases/test_redaction.py`."""
    built_once("town")
    firms = Enterprise.objects.select_related("region").prefetch_related("contacts")
    let_through = []
    for number, firm in enumerate(firms):
        case = Case(pk=firm.pk, enterprise=firm, confidential=True)
        redaction = redactions_of([case])[firm.pk]
        hidden = {squeezed(word) for word in redaction.words}
        for name in ways_of_naming(firm):
            told = f"反映人：{name}。请核实"
            if not any(word in squeezed(name) for word in hidden):
                let_through.append((firm.name, name))
            elif number % 8 == 0:
                covered = redaction.over(told)
                # What is searched of it by who may not know the firm is `normal(covered)`.
                if name in covered or normal(name) in normal(covered):
                    let_through.append((firm.name, covered))
    assert let_through == []
    assert len(firms) >= 400


def squeezed(text: str) -> str:
    """As one reads it: without blanks and signs between, in small letters."""
    return re.sub(r"[\s+-]", "", unicodedata.normalize("NFKC", text)).lower()
