"""名单 on the desk: a table is sent, checked and entered; any day is shown; a firm's file and list
know of it; the firm reads what is public."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.asked import page_asks
from tests.cast import Cast
from tests.scenes import cases as case_scenes
from tests.scenes.named_rosters import ago, entered, left, table, uploaded, whitelist
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.named_rosters import verb_pages
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.rosters.models import RosterBatch, RosterEntry

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TABLES: tuple[Mapping[Any, VerbPage[Any]], ...] = (
    verb_pages.ROSTER_PAGES, verb_pages.ENTRY_PAGES, verb_pages.BATCH_PAGES, verb_pages.LINE_PAGES,
)  # fmt: skip


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.mark.parametrize("page", [page for pages in TABLES for page in pages.values()])
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(page: VerbPage[Any]) -> None:
    assert page.form.keywords() == page.keywords


def test_a_table_is_sent_checked_and_entered(cast: Cast, sign_in: SignIn) -> None:
    client, roster = sign_in(cast.he_fan), whitelist(cast)
    typed = {"roster": roster.pk, "way": "enter", "day": ago(3).isoformat(), "ground": "通知",
             "key": "1"}  # fmt: skip
    new = reverse("desk:roster_batch_new")
    wrong = client.post(
        new, {**typed, "attachments": table("1,2", heading="序号,统一社会信用代码")}
    )
    assert wrong.status_code == 422
    assert "没有“企业名称”一列" in read(wrong)
    rows = (f"{cast.diamond.name},", "没有建档的厂,")
    made = client.post(new, {**typed, "attachments": table(*rows)})
    batch = RosterBatch.objects.get()
    page = read(client.get(made["Location"]))
    for words in ("共 2 行", "待登记 1", "没有认出 1", "没有建档的厂", "第 3 行"):
        assert words in page
    assert "待核对的名单表格" in read(client.get(reverse("desk:home")))
    act = reverse("desk:roster_batch_verb", args=[batch.pk, "carry_out"])
    for _click in range(2):
        assert client.post(act, {"seen": batch.version}).status_code == 302
    assert RosterEntry.objects.count() == 1
    assert client.post(act, {"seen": batch.version, "key": "9"}).status_code == 409
    [line] = batch.lines.filter(state="unknown")
    point = reverse("desk:roster_line_verb", args=[line.pk, "point"])
    unknown = client.post(point, {"seen": line.version, "enterprise": "无此企业"})
    assert "没有这家企业" in read(unknown)
    pointed = client.post(point, {"seen": line.version, "enterprise": cast.shoes.name})
    assert pointed.status_code == 302
    again = {"seen": RosterBatch.objects.get().version}
    assert client.post(act, again).status_code == 302
    assert RosterEntry.objects.count() == 2


def test_any_day_is_shown_and_what_expires_stands_on_the_home(cast: Cast, sign_in: SignIn) -> None:
    client, roster = sign_in(cast.he_fan), whitelist(cast, valid_until=ago(-9))
    left(entered(roster, cast.diamond, cast.he_fan, ago(100)), cast.he_fan, ago(50))
    entered(roster, cast.shoes, cast.he_fan, ago(20))
    url = reverse("desk:roster_entries")
    shown = {
        query: [name for name in (cast.diamond.name, cast.shoes.name) if name in body]
        for query in ("", f"?on={ago(60)}", "?past=on", "?soon=on")
        if (body := read(client.get(f"{url}{query}")))
    }
    assert shown == {
        "": [cast.shoes.name], f"?on={ago(60)}": [cast.diamond.name],
        "?past=on": [cast.diamond.name, cast.shoes.name], "?soon=on": [cast.shoes.name],
    }  # fmt: skip
    assert "30 天内到期的在册企业" in read(client.get(reverse("desk:home")))
    counts = reverse("desk:roster_counts")
    assert "襄城县" in read(client.get(counts))
    assert "襄城县" not in read(client.get(f"{counts}?on={ago(60)}"))
    assert client.get(f"{counts}?on=2026-13-45").status_code == 200


def test_lists_of_firms_and_of_cases_are_narrowed_to_a_roster(cast: Cast, sign_in: SignIn) -> None:
    roster, client = whitelist(cast), sign_in(cast.he_fan)
    case = case_scenes.submitted(cast)
    firms, ledger = reverse("desk:enterprises"), reverse("desk:ledger")
    for url, words in ((firms, cast.diamond.name), (ledger, case.number)):
        assert words not in read(client.get(f"{url}?roster={roster.pk}"))
    entered(roster, cast.diamond, cast.he_fan)
    for url, words in ((firms, cast.diamond.name), (ledger, case.number)):
        assert words in read(client.get(f"{url}?roster={roster.pk}"))


def test_a_firms_file_and_the_firm_itself_read_where_it_stands(cast: Cast, sign_in: SignIn) -> None:
    entered(whitelist(cast), cast.diamond, cast.he_fan)
    entered(whitelist(cast, name="内部名单", shown=False), cast.diamond, cast.he_fan)
    file = reverse("desk:enterprise", args=[cast.diamond.pk])
    office, official = (read(sign_in(user).get(file)) for user in (cast.he_fan, cast.lin))
    own = read(sign_in(cast.zhao).get(reverse("portal:firm", args=[cast.diamond.pk])))
    for page, inside in ((office, True), (official, False), (own, False)):
        assert "市级白名单企业" in page
        assert ("内部名单" in page) is inside


def test_a_list_of_three_asks_no_more_than_one_of_one(cast: Cast, sign_in: SignIn) -> None:
    client, roster = sign_in(cast.he_fan), whitelist(cast)
    entered(roster, cast.diamond, cast.he_fan)
    batch = uploaded(roster, cast.he_fan, "某厂,")
    names = ("named_rosters", "roster_entries", "roster_batches", "roster_lines", "roster_counts")
    urls = [reverse(f"desk:{name}") for name in names]
    urls += [reverse("desk:named_roster", args=[roster.pk])]
    urls += [reverse("desk:roster_batch", args=[batch.pk])]
    one = [page_asks(client, url) for url in urls]
    for firm in (cast.shoes, cast.stranger_firm):
        entered(roster, firm, cast.he_fan)
        whitelist(cast, name=f"{firm.name}名单")
        uploaded(roster, cast.he_fan, "某厂,", "另一厂,")
    assert [page_asks(client, url) for url in urls] == one
    assert max(one) <= 20
