"""Overviews: every number opens its rows, everyone reads their own, and nothing grows with them."""

import html
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import levels
from tests.scenes.ledger import people, populate
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.dashboards.asking import Ask, Reader, readers_of
from zhuqi.interfaces.desk.dashboards.page import Page
from zhuqi.interfaces.desk.dashboards.reading import read
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Condition, Filters, Whose, ledger
from zhuqi.ledgers.cases.reading.situation import situation
from zhuqi.reporting.statistics import actions, queries
from zhuqi.reporting.statistics.figures import Cut, Dimension, Period
from zhuqi.reporting.statistics.several import Wanted, measure_several, standpoint

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/desk/overview/"
SHARE = re.compile(
    r'<a href="(/desk/statistics/rows/[^"]+)">[\d.]+%</a><span class="z-below">([\d,]+) /'
    r' <a href="(/desk/statistics/rows/[^"]+)">([\d,]+)</a>'
)
COUNT = re.compile(r'<a href="(/desk/statistics/rows/[^"]+)">([\d,]+)</a>')


def opened(client: Client, address: str) -> int:
    """How many rows an address opens, those not shown among them."""
    answer = client.get(html.unescape(address))
    assert answer.status_code == 200
    return int(answer.context["opened"].total)


def numbers_of(markup: str) -> Iterator[tuple[str, int]]:
    for top, numerator, bottom, denominator in SHARE.findall(markup):
        yield top, int(numerator.replace(",", ""))
        yield bottom, int(denominator.replace(",", ""))
    for address, number in COUNT.findall(SHARE.sub("", markup)):
        yield address, int(number.replace(",", ""))


@pytest.fixture
def city(cast: Cast) -> Cast:
    """Cases in many states in the city's ledger, and two in a county's."""
    populate(cast)
    levels.county_case(cast)
    levels.county_case(cast)
    actions.bring_up_to_date()
    return cast


def test_every_number_opens_as_many_rows_as_it_says(city: Cast, sign_in: SignIn) -> None:
    for user, address in (
        (city.shen_jing, PAGE), (city.mayor, PAGE), (city.zhou, PAGE),
        (city.shen_jing, f"{PAGE}county/"),
    ):  # fmt: skip
        client = sign_in(user)
        found = dict(numbers_of(client.get(address).content.decode()))
        assert found
        for link, number in list(found.items())[::5]:
            assert opened(client, link) == number, link


def test_what_stands_now_is_what_the_ledger_lists(city: Cast) -> None:
    scenes.confidential(city)
    scenes.recused(city)
    now = timezone.now()
    for user in people(city):
        scope = person(user).scope
        if not queries.reads_figures(scope):
            continue
        stands = situation(scope, now)
        late = ledger(scope, Filters(light="red"), now)
        stuck = ledger(scope, Filters(condition=Condition.STUCK, whose=Whose.ALL), now)
        assert stands.late == late.count(), user
        assert stands.soon == ledger(scope, Filters(light="yellow"), now).count()
        assert stands.stuck == stuck.count()
        for unit in stands.units:
            if unit.pk:
                owed = ledger(scope, Filters(light="red", owing=(unit.pk,)), now)
                assert unit.late == owed.count()
        for queue in stands.waiting:
            assert queue.cases == ledger(scope, Filters(waiting=queue.key), now).count(), queue


def test_several_tables_at_once_are_what_each_is_alone(city: Cast) -> None:
    stand = standpoint(person(city.shen_jing).scope)
    assert stand.cut == queries.readable_cut(person(city.shen_jing).scope)
    assert stand.as_of == queries.newest()
    year = Period(date(timezone.localdate().year - 1, 1, 1), date(timezone.localdate().year, 12, 1))
    codes = ("collected", "on_time_rate", "median_days", "collected")
    tables = [
        Wanted(codes, year, by, stand.cut)
        for by in ((), (Dimension.MONTH,), (Dimension.OFFICE,), (Dimension.UNIT,))
    ]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        measured = measure_several(tables, stand.as_of)
    assert len(asked) == 1
    alone = [
        queries.measure(codes, period=year, by=one.by, cut=one.cut, as_of=stand.as_of)
        for one in tables
    ]
    assert measured.tables == alone
    assert measured.units[city.industry.pk] == str(city.industry)
    # Of an earlier event there are no tallies; the answer is the same as that of lines.
    earlier = queries.end_of(timezone.localdate() - timedelta(days=1))
    assert measure_several(tables, earlier).tables == [
        queries.measure(codes, period=year, by=one.by, cut=one.cut, as_of=earlier) for one in tables
    ]


def test_everyone_reads_their_own_and_nobody_anothers(city: Cast, sign_in: SignIn) -> None:
    readers = {user: readers_of(person(user).scope) for user in (city.mayor, city.qin_lan)}
    assert readers[city.mayor][0] is Reader.LEADER
    assert readers[city.qin_lan][0] is Reader.OFFICE
    unit = sign_in(city.zhou)
    page = unit.get(PAGE).context["page"]
    assert page.read.ask.reader is Reader.UNIT
    assert page.read.cut.units == frozenset({city.industry.pk})
    assert {row.name for row in page.all_units.rows} <= {str(city.industry)}
    for other in ("leader/", "office/", "county/", "meeting/"):
        assert unit.get(f"{PAGE}{other}").status_code == 403
    county = sign_in(city.qin_lan)
    assert county.get(f"{PAGE}office/?office={city.city_office.pk}").status_code == 403
    assert county.get(f"{PAGE}county/?office={city.other_office.pk}").status_code == 403
    assert county.get(f"{PAGE}unit/").status_code == 403
    assert county.get(f"{PAGE}nobody/").status_code == 404
    own = county.get(PAGE).context["page"]
    assert own.read.this["collected"].numerator == 2
    assert sign_in(city.lin).get(PAGE).status_code == 403
    assert sign_in(city.zhao).get(PAGE).status_code == 403


def test_three_queries_whatever_there_is(cast: Cast) -> None:
    asked: dict[int, list[int]] = {}
    for cases in (1, 3):
        while cases > Case.objects.count():
            scenes.case_in(cast, State.COMPLETED)
        actions.bring_up_to_date()
        for user, reader in (
            (cast.shen_jing, Reader.OFFICE), (cast.mayor, Reader.LEADER), (cast.zhou, Reader.UNIT),
            (cast.shen_jing, Reader.COUNTY),
        ):  # fmt: skip
            by, now = person(user), timezone.now()
            with CaptureQueriesContext(connection) as found:
                page = Page(read(Ask.of(reader, {}, by.scope), by, now))
                assert page.stats is not None
                assert all(chart.told for chart in page.charts)
                assert page.line_tables
            asked.setdefault(cases, []).append(len(found))
    assert asked[1] == asked[3]
    assert max(asked[3]) <= 3


def test_a_picture_is_drawn_of_the_numbers_of_its_table(city: Cast, sign_in: SignIn) -> None:
    answer = sign_in(city.shen_jing).get(PAGE)
    markup = answer.content.decode()
    drawn = [
        json.loads(html.unescape(told)) for told in re.findall(r'data-chart="([^"]+)"', markup)
    ]
    months = next(one for one in drawn if one["labels"][-1].endswith("月"))
    page = answer.context["page"]
    assert months["series"][0]["values"][-1] == page.read.this["collected"].numerator
    # Without script nothing is hidden but the empty place of the picture.
    assert markup.count("<figure") == markup.count('class="z-chart__table"')
    assert all("<table" in one for one in markup.split('class="z-chart__table"')[1:])
    assert "style=" not in markup
    assert "<script>" not in markup


def test_a_past_day_shows_what_was_known_and_nothing_of_now(city: Cast, sign_in: SignIn) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = sign_in(city.mayor).get(f"{PAGE}?day={yesterday}")
    page = answer.context["page"]
    assert page.read.live is None
    assert page.read.this["collected"].numerator == 0
    assert "看现在的" in answer.content.decode()
    assert (
        sign_in(city.mayor).get(f"{PAGE}?day=2999-01-01&first=x&last=9&office=x").status_code == 200
    )


def test_its_tables_are_taken_out_typed(city: Cast, sign_in: SignIn) -> None:
    answer: Any = sign_in(city.shen_jing).get(f"{PAGE}office/file/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names == ["主要指标", "收集与办结", "各台账", "各主办单位"]
    lines = book.get_sheet_by_name("主要指标").to_python()
    collected = next(row for row in lines if row[0] == "收集数")
    page = sign_in(city.shen_jing).get(PAGE).context["page"]
    assert collected[2] == page.read.this["collected"].numerator
    assert isinstance(collected[2], float | int)


# The weekly meeting -------------------------------------------------------------------------------


def test_the_meetings_papers_have_the_rows_one_may_see(cast: Cast, sign_in: SignIn) -> None:
    objected, extended = scenes.objected(cast), scenes.extension_asked(cast)
    scenes.case_in(cast, State.ACCEPTED, title="=HYPERLINK(1)")
    late = scenes.case_in(
        cast, State.ASSIGNED, now=timezone.now() - timedelta(days=60), title="旧事"
    )
    county = levels.county_case(cast)
    actions.bring_up_to_date()
    answer = sign_in(cast.shen_jing).get(f"{PAGE}meeting/")
    pack, markup = answer.context["pack"], answer.content.decode()
    assert {one.case.number for one in pack.requests} == {objected.number, extended.number}
    assert "变压器未到货" in markup
    assert pack.printed["new"].total == 3
    assert pack.printed["assign"].total == 1
    for part in pack.parts:
        asked = {name: one[0] for name, one in parse_qs(urlsplit(part.url).query).items()}
        if "state" in asked:
            asked["state"] = [asked["state"]]
        for name in ("since", "carried_until"):
            if name in asked:
                asked[name] = date.fromisoformat(asked[name])
        rows = ledger(pack.person.scope, Filters(**asked), pack.now)
        assert pack.printed[part.key].total == rows.count(), part.key
    assert county.number not in markup
    book = _taken(sign_in(cast.shen_jing))
    assert book.sheet_names == [
        "近期新收", "待交办", "逾期按单位", "逾期", "异议和延期", "挂账待复核", "本月指标",
    ]  # fmt: skip
    overdue = book.get_sheet_by_name("逾期").to_python()
    assert [row[1] for row in overdue[4:]] == [late.number]
    assert any(isinstance(cell, datetime) for cell in overdue[4])
    titles = [row[3] for row in book.get_sheet_by_name("待交办").to_python()[4:]]
    assert titles == ["'=HYPERLINK(1)"] or not str(titles[0]).startswith("=")
    theirs = sign_in(cast.qin_lan).get(f"{PAGE}meeting/").content.decode()
    assert county.number in theirs
    assert objected.number not in theirs


def _taken(client: Client) -> CalamineWorkbook:
    answer: Any = client.post(f"{PAGE}meeting/file/")
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))


def test_many_rows_are_left_to_the_worker_and_lost_rights_get_no_file(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhuqi.foundation.accounts.models import RoleAssignment
    from zhuqi.foundation.jobs.models import Job
    from zhuqi.foundation.outbox.worker import drain
    from zhuqi.interfaces.shell.listing import exporting

    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    scenes.submitted(cast)
    client = sign_in(cast.shen_jing)
    answer = client.post(f"{PAGE}meeting/file/?since=nonsense")
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/desk/jobs/{job.pk}/"
    assert client.post(f"/desk/jobs/{job.pk}/file/").status_code == 409
    drain()
    taken: Any = client.post(f"/desk/jobs/{job.pk}/file/")
    assert b"".join(taken.streaming_content)[:2] == b"PK"
    assert sign_in(cast.he_fan).post(f"/desk/jobs/{job.pk}/file/").status_code == 404
    RoleAssignment.objects.filter(user=cast.shen_jing).delete()
    assert sign_in(cast.shen_jing).post(f"/desk/jobs/{job.pk}/file/").status_code == 403
    assert sign_in(cast.zhou).post(f"{PAGE}meeting/file/").status_code == 403
    assert client.get(f"{PAGE}meeting/file/").status_code == 405


def test_a_cut_of_an_office_is_what_its_own_page_says(city: Cast) -> None:
    stand = standpoint(person(city.shen_jing).scope, Cut(office=city.county_office.pk))
    assert stand.cut.office == city.county_office.pk
    assert set(stand.offices) >= {city.city_office.pk, city.county_office.pk}
