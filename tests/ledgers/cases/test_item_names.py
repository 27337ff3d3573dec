"""事项 renamed, moved and put below another heading: old cases keep what theirs was called."""

from datetime import timedelta

from django.test import Client

from tests.cast import Cast, person
from tests.scenes.cases import case_in
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.actions import ITEMS
from zhuqi.foundation.directory.models import Item, ItemName
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters, ledger
from zhuqi.ledgers.cases.reading.case_view import case_file


def path(cast: Cast, case: Case) -> list[str]:
    file = case_file(person(cast.he_fan), case.pk)
    assert file is not None
    return [item.name for item in file.item]


def test_a_case_says_what_its_item_was_called_when_it_was_accepted(
    cast: Cast, client: Client
) -> None:
    case = case_in(cast, State.ACCEPTED)
    assert case.accepted_at is not None
    heading = cast.electricity.parent
    assert heading is not None
    before = [heading.name, cast.electricity.name]
    other = ITEMS.add(code="88", name="水电气网", by=SYSTEM)
    early, late = (case.accepted_at + timedelta(days=n) for n in (-1, 1))
    ITEMS.change(cast.electricity, words="电网", by=SYSTEM, now=late)
    assert not ItemName.objects.exists()
    ITEMS.change(cast.electricity, name="电力报装", parent=other, by=SYSTEM, now=late)
    ITEMS.change(heading, name="要素", by=SYSTEM, now=late)
    assert path(cast, case) == before
    [row] = ledger(person(cast.he_fan).scope, Filters(item=other.pk), late).with_names()
    assert str(row.item) == before[1]
    client.force_login(cast.he_fan)
    assert (
        "现在称“水电气网 › 电力报装”" in client.get(f"/desk/cases/{case.number}/").content.decode()
    )
    ItemName.objects.update(until=early)
    assert path(cast, case) == ["水电气网", "电力报装"]


def test_the_table_tells_since_when_an_item_has_its_name(cast: Cast, client: Client) -> None:
    former = cast.electricity.name
    ITEMS.change(cast.electricity, name="电力报装", by=SYSTEM)
    client.force_login(cast.system_admin)
    for url in (
        "/desk/admin/registers/items/?text=电力",
        f"/desk/admin/registers/items/{cast.electricity.pk}/",
    ):
        assert f"前称“{former}”" in client.get(url).content.decode()
    assert Item.objects.get(pk=cast.electricity.pk).name == "电力报装"
