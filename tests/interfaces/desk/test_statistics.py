"""指标 on screen: for whom, of which months, as of which day; every number opens its rows."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes import levels, statistics
from zhuqi.foundation.accounts.models import User
from zhuqi.reporting.statistics import actions
from zhuqi.reporting.statistics.figures import FIGURES

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PAGE, ROWS = "desk:figures", "desk:figure_rows"


def read(response: Any) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def town(cast: Cast) -> Cast:
    statistics.a_few_cases(cast)
    return cast


@pytest.mark.parametrize("asked", [{}, {"by": "office", "then": "month", "group": "result"}])
def test_every_number_on_the_page_opens_as_many_rows(
    town: Cast, sign_in: SignIn, asked: dict[str, str]
) -> None:
    office = sign_in(town.he_fan)
    text = read(office.get(reverse(PAGE), asked))
    links = re.findall(r'<a href="(/desk/statistics/rows/[^"]+)"[^>]*>([\d,]+)</a>', text)
    assert len(links) > 8
    for url, number in dict(links).items():
        told = re.search(r"共 (\d+) [件张次]", read(office.get(url)))
        assert told is not None
        assert told[1] == number.replace(",", ""), url


def test_the_city_sees_how_many_of_a_countys_rows_it_is_not_shown(
    town: Cast, sign_in: SignIn
) -> None:
    text = read(sign_in(town.he_fan).get(reverse(ROWS), {"figure": "collected"}))
    assert "共 3 件，显示 2 件" in text
    assert "另有 1 件不向您显示" in text


def refused(client: Client, **asked: str | int) -> None:
    for name in (PAGE, "desk:figures_file"):
        assert client.get(reverse(name), asked).status_code == 403
    assert client.get(reverse(ROWS), {"figure": "collected", **asked}).status_code == 403


def test_a_county_reads_no_other_ledger(town: Cast, sign_in: SignIn) -> None:
    county = sign_in(town.qin_lan)
    assert "市活动办" not in read(county.get(reverse(PAGE), {"by": "office"}))
    refused(county, office=town.city_office.pk)
    refused(county, office=town.other_office.pk)


def test_a_unit_reads_its_own_rows(town: Cast, sign_in: SignIn) -> None:
    unit = sign_in(town.zhou)
    text = read(unit.get(reverse(PAGE), {"by": "unit"}))
    assert f"unit={town.industry.pk}" in text
    assert f"unit={town.power.pk}" not in text
    refused(unit, unit=town.power.pk)


def test_a_past_day_shows_what_was_known_then(town: Cast, sign_in: SignIn) -> None:
    text = read(sign_in(town.he_fan).get(reverse(PAGE), {"day": "2020-01-01"}))
    assert "/desk/statistics/rows/" not in text


@pytest.mark.parametrize(
    "address",
    [
        "first=x&last=99999-99&by=nothing&group=none&day=today",
        "first=2026-13&last=0001-01&office=abc&unit=-1&item=99999999999999999999",
        "sector=%3Cscript%3Ealert(1)%3C/script%3E&blank=x,tier",
        "first=2026-12&last=2025-01",
    ],
)
def test_addresses_nobody_typed_on_purpose(town: Cast, sign_in: SignIn, address: str) -> None:
    office = sign_in(town.he_fan)
    response = office.get(f"{reverse(PAGE)}?{address}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert office.get(f"{reverse(ROWS)}?figure=collected&event=1&{address}").status_code == 200
    assert office.get(f"{reverse(ROWS)}?figure=nothing&{address}").status_code == 404


def test_the_table_is_taken_out_for_excel(town: Cast, sign_in: SignIn) -> None:
    office = sign_in(town.he_fan)
    csv = b"".join(office.get(reverse("desk:figures_file"), {"format": "csv"})).decode("utf-8-sig")
    assert "办结率,66.67,%,2,3," in csv
    urls = re.findall(r"/desk/statistics/rows/[^,\s]+", csv)
    told = [re.search(r"共 (\d+) [件张次]", read(office.get(one))) for one in urls[:3]]
    # 收集数: its cases, and none left out; then 在办数, 办结数.
    assert [one[1] for one in told if one] == ["3", "1", "2"]
    xlsx = office.get(reverse("desk:figures_file"), {"by": "month"})
    assert b"".join(xlsx)[:2] == b"PK"
    assert office.get(reverse("desk:figures_file"), {"format": "exe"}).status_code == 404


def test_the_definitions_name_every_figure(cast: Cast, sign_in: SignIn) -> None:
    text = read(sign_in(cast.zhou).get(reverse("desk:figure_definitions")))
    for figure in FIGURES.values():
        assert str(figure.name) in text
        assert f'id="{figure.code}"' in text


def test_before_anything_was_counted_the_page_says_so(cast: Cast, sign_in: SignIn) -> None:
    assert "还没有统计过" in read(sign_in(cast.he_fan).get(reverse(PAGE)))


def test_the_page_costs_as_many_queries_for_three_rows_as_for_one(
    cast: Cast, sign_in: SignIn
) -> None:
    office = sign_in(cast.he_fan)
    costs = []
    for _more in range(2):
        scenes.submitted(cast, title=f"第{_more}件")
        levels.county_case(cast)
        actions.bring_up_to_date()
        this = f"{timezone.localdate():%Y-%m}"
        for asked in ({"by": "office"}, {"by": "month", "first": this}, {}):
            office.get(reverse(PAGE), asked)
        with CaptureQueriesContext(connection) as queries:
            office.get(reverse(PAGE), {"by": "office"})
            office.get(reverse(ROWS), {"figure": "collected"})
        costs.append(len(queries))
    assert costs[0] == costs[1]
