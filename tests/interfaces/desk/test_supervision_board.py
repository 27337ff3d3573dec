"""督办看板 over HTTP: every number opens its rows; what is late is urged from it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.cast import Cast, official_user, person
from tests.scenes.board import another, everything, first, instructed
from tests.scenes.supervision import sheet_in
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.directory.queries import calendar
from zhuqi.interfaces.desk.cases.views.ledger import LEDGER
from zhuqi.interfaces.desk.supervision.views import SHEETS
from zhuqi.ledgers.cases.models import Case, Recusal
from zhuqi.ledgers.cases.queries import Filters, Whose, ledger
from zhuqi.ledgers.cases.secrecy.models import RecusalKind
from zhuqi.mechanisms.supervision.board import Week
from zhuqi.mechanisms.supervision.enums import SheetState

SignIn = Callable[[User], Client]
BOARD = "/desk/supervision/board/"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def numbers(page: str) -> dict[str, int]:
    """By address the number that leads there."""
    main = page[page.index("<main") : page.index("</main>")]
    link = r'<a href="(/desk/(?:ledger|supervision)/\?[^"]+)">(.*?)</a>'
    links = re.findall(link, main, re.DOTALL)
    words = {unescape(url): re.sub(r"<[^>]+>", " ", inside) for url, inside in links}
    return {url: int(re.findall(r"\d+", said)[-1]) for url, said in words.items()}


def rows_shown(client: Client, url: str) -> int:
    return len(re.findall(r'<th scope="row"', read(client, url)))


def rows_behind(user: User, url: str) -> int:
    """What the list holds there for them."""
    listing: Any = LEDGER if url.startswith("/desk/ledger/") else SHEETS
    return int(listing.chosen(QueryDict(url.partition("?")[2]), person(user)).count())


def filled(cast: Cast) -> Case:
    """Something in every block, now."""
    now = timezone.now()
    week = Week.of(calendar(), now)
    soon = timedelta(seconds=1)
    case = everything(cast, now, week.tomorrow - soon, week.end - soon)
    for due in (now - timedelta(hours=1), now + timedelta(days=9)):
        instructed(cast, case, now, due)
    long_ago = now - timedelta(days=30)
    for state, at in (
        (SheetState.DRAFTED, None), (SheetState.ISSUED, None), (SheetState.SIGNED, long_ago),
        (SheetState.REPLIED, None),
    ):  # fmt: skip
        sheet_in(cast, state, now=at or now)
    return case


def test_every_number_opens_as_many_rows_for_each_role(cast: Cast, sign_in: SignIn) -> None:
    case = filled(cast)
    late = Case.objects.exclude(pk=case.pk).earliest("due_at")
    Recusal.objects.create(
        case=late, user=cast.inspector, reason="亲属", kind=RecusalKind.RELATION,
        at=timezone.now(), by="何帆",
    )  # fmt: skip
    both = official_user("两头", "both", cast.industry, Role.HANDLER)
    RoleAssignment.objects.create(
        user=both, role=Role.LEADER, unit=cast.city_office, since=timezone.now()
    )
    seen = {}
    for user in (cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.mayor, cast.inspector, both):
        client = sign_in(user)
        found = numbers(read(client, BOARD))
        for url, number in found.items():
            assert rows_behind(user, url) == number, (user.name, url)
        seen[user.name] = found
    client = sign_in(cast.he_fan)
    for url, number in seen["何帆"].items():
        assert rows_shown(client, url) == number, url
    # Lights, two tables, what waits, sheets, what is quiet.
    assert len(seen["何帆"]) >= 20, seen
    assert sum("condition=" in url for url in seen["何帆"]) == 6
    assert sum("ours=on" in url for url in seen["何帆"]) == 4
    red = "/desk/ledger/?light=red"
    assert seen["田市长"][red] == seen["督查员"][red] + 1
    assert seen["两头"]["/desk/ledger/?whose=ledger&light=red"] > 0


def test_late_cases_of_ticked_units_are_urged_after_a_preview(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    case = first(cast, now)
    late = another(case, due_at=now - timedelta(days=3))
    another(case, due_at=now - timedelta(days=3), due_unit=cast.power, lead_unit=cast.power)
    client = sign_in(cast.he_fan)
    page = read(client, BOARD)
    assert 'formaction="/desk/ledger/bulk/urge/"' in page
    assert 'formaction="/desk/ledger/bulk/ask_kindly/"' in page
    preview = read(client, f"/desk/ledger/bulk/urge/?whole=1&light=red&owing={cast.industry.pk}")
    assert late.number in preview
    assert "1 件" in preview
    both = f"owing={cast.industry.pk}&owing={cast.power.pk}"
    assert rows_behind(cast.he_fan, f"/desk/ledger/?light=red&{both}") == 2
    # Who signs or looks on reads the numbers and is offered nothing to press.
    for user in (cast.lu_yuan, cast.mayor, cast.inspector):
        assert "formaction" not in read(sign_in(user), BOARD)


def test_its_numbers_are_taken_out_as_they_stand(cast: Cast, sign_in: SignIn) -> None:
    filled(cast)
    client = sign_in(cast.he_fan)
    found = numbers(read(client, BOARD))
    answer: Any = client.get(f"{BOARD}file/")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
    assert book.sheet_names == ["按单位", "按县区", "待定待审、催办督办"]
    rows: Any = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    head = next(n for n, row in enumerate(rows[0]) if row[0] == "单位")
    late = sum(int(row[1]) for row in rows[0][head + 1 :])
    assert late == found["/desk/ledger/?light=red"] > 0
    assert ["件已逾期", late] in rows[2]
    assert "何帆" in str(rows[2][:head])


def test_nothing_to_tell_says_so_and_whose_ledger_it_is(cast: Cast, sign_in: SignIn) -> None:
    page = read(sign_in(cast.qin_lan), BOARD)
    assert "襄城县" in page
    assert "本周也没有要到期的" in page
    assert numbers(page) == {}
    assert sign_in(cast.zhou).get(BOARD).status_code == 403


def test_what_an_office_asks_inside_finds_nothing_for_others(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    instructed(cast, first(cast, now), now, now)
    assert rows_behind(cast.he_fan, "/desk/ledger/?condition=report") == 1
    for user in (cast.zhou, cast.lin):
        found = ledger(person(user).scope, Filters(condition="report", whose=Whose.ALL), now)
        assert not found.exists()
        assert "批示待报告" not in read(sign_in(user), "/desk/ledger/")
