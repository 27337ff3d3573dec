"""Every queue of the home page opens its rows in the ledger; a unit's rows go by its own clocks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.ledger import co_unit_late, people, populate
from zhuqi.foundation.accounts.models import Grant, User
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.enums import Light, State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters
from zhuqi.ledgers.cases.queries.reach import Reach

SignIn = Callable[[User], Client]


# Reach ------------------------------------------------------------------------------------------


def test_asking_each_row_reaches_the_same_rows_as_listing_all_ids(cast: Cast) -> None:
    populate(cast)
    granted = Case.objects.order_by("pk")[0]
    Grant.objects.create(
        user=cast.ma, object_type="case", object_id=granted.pk, why="会商", given_by=cast.he_fan,
        since=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    scenes.recused(cast)
    scenes.confidential(cast)
    reached, rows = 0, list(Case.objects.order_by("pk"))
    reach = Reach.of(rows)
    for user in people(cast):
        scope = person(user).scope
        listed = set(Case.objects.visible_to(scope).values_list("pk", flat=True))
        assert set(Case.objects.within_reach(scope).values_list("pk", flat=True)) == listed
        assert {case.pk for case in rows if reach.sees(scope, case)} == listed
        live = set(queries.live_of_ledger(scope).values_list("pk", flat=True))
        ledger = queries.of_ledger(scope).filter(closed_at=None, historical=False)
        assert live == set(ledger.values_list("pk", flat=True))
        reached += len(listed)
    assert reached > 100


def test_a_live_case_can_not_be_closed_in_the_database(cast: Cast) -> None:
    case = scenes.submitted(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())


# Queues -----------------------------------------------------------------------------------------


def test_queues_are_named_as_they_are_whenever_they_are_asked(cast: Cast) -> None:
    later = timezone.now() + timedelta(days=400)
    named = set[str]()
    for user in people(cast):
        scope = person(user).scope
        keys = [task.key for task in queries.queue_kinds(scope)]
        assert keys == [task.key for task, _cases in queries.queues(scope, later)]
        named.update(keys)
    assert {"accept", "answer", "sign"} <= named


def test_every_pile_opens_exactly_its_rows_in_the_ledger(cast: Cast) -> None:
    populate(cast)
    now = timezone.now()
    seen: set[str] = set()
    for user in people(cast):
        by = person(user)
        for task in queries.tasks(by, now):
            rows = queries.ledger(by.scope, Filters(waiting=task.key), now)
            assert set(rows) == set(task.rows), task.key
            seen.add(task.key)
    assert {"accept", "assign", "sign", "answer", "opinion", "review", "short", "solved",
            "to_carry", "withdrawing", "unrated", "rate"} <= seen  # fmt: skip


def test_the_links_of_the_home_page_lead_there(cast: Cast, sign_in: SignIn) -> None:
    populate(cast)
    for user in (cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.zhou, cast.sun):
        client = sign_in(user)
        queues = client.get("/desk/").context["queues"]
        assert queues
        for queue in queues:
            answer = client.get(queue.all_url)
            assert answer.status_code == 200
            text = answer.content.decode()
            assert f"待办：{queue.label}" in text
            assert all(number.value in text for number, *_cells in queue.table.rows)


def test_somebody_elses_pile_shows_nothing_of_it(cast: Cast) -> None:
    populate(cast)
    now = timezone.now()
    for user in (cast.zhou, cast.qin_lan, cast.mayor, cast.jia):
        scope = person(user).scope
        for case in queries.ledger(scope, Filters(waiting="review"), now):
            assert case in Case.objects.visible_to(scope)
    assert not queries.ledger(person(cast.zhou).scope, Filters(waiting="accept"), now)


def test_a_pile_of_another_role_in_the_address_is_left_out(cast: Cast, sign_in: SignIn) -> None:
    scenes.submitted(cast)
    for address in ("?waiting=review", "?waiting=x", "?waiting=accept&state=submitted"):
        assert sign_in(cast.he_fan).get(f"/desk/ledger/{address}").status_code == 200


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_on_sqlite_every_pile_comes_from_an_index_of_what_is_in_hand(cast: Cast) -> None:
    populate(cast)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    now = timezone.now()
    for user in (cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.qin_lan, cast.zhou, cast.zhao):
        for task, cases in queries.queues(person(user).scope, now):
            plan = cases.order_by("due_at", "pk")[:21].explain()
            assert "SCAN cases_case\n" not in f"{plan}\n", (task.key, plan)


# Lights of a unit -------------------------------------------------------------------------------


def test_a_row_is_as_late_as_ones_own_unit_not_as_somebody_elses(
    cast: Cast, sign_in: SignIn
) -> None:
    case = co_unit_late(cast)
    lead = sign_in(cast.zhou).get("/desk/").content.decode()
    assert case.number in lead
    assert "已逾期" not in lead
    assert '0</b> <span class="z-stats__label">件逾期' in lead
    assert "已逾期" in sign_in(cast.sun).get("/desk/").content.decode()
    # To the office the lead's row is in time too; the helper is named beside the step.
    ledger = sign_in(cast.he_fan).get("/desk/ledger/").content.decode()
    assert "已逾期" not in ledger
    assert "签收逾期（许昌供电）" in ledger


def test_the_ledgers_lights_of_a_unit_agree_with_its_figures(cast: Cast) -> None:
    populate(cast)
    late = co_unit_late(cast)
    now = timezone.now()
    for user in (cast.zhou, cast.sun, cast.head_zheng, cast.ma):
        scope = person(user).scope
        for figure in queries.figures_by_light(scope, now):
            rows = list(queries.ledger(scope, figure.filters, now))
            assert len(rows) == figure.number, (user, figure)
    red = Filters(light=Light.RED)
    assert late not in queries.ledger(person(cast.zhou).scope, red, now)
    assert late in queries.ledger(person(cast.sun).scope, red, now)
    assert late not in queries.ledger(person(cast.he_fan).scope, red, now)


def test_every_case_of_a_unit_has_one_light(cast: Cast) -> None:
    populate(cast)
    now = timezone.now()
    for user in (cast.zhou, cast.sun, cast.he_fan, cast.mayor, cast.lin):
        scope = person(user).scope
        found = [
            case.pk for light in Light for case in queries.ledger(scope, Filters(light=light), now)
        ]
        every = queries.ledger(scope, Filters(), now)
        assert sorted(found) == sorted(every.values_list("pk", flat=True))


def test_what_the_unit_has_done_its_part_of_is_not_timed_for_it(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.ANSWERED)
    text = sign_in(cast.zhou).get("/desk/ledger/?cols=step&cols=title").content.decode()
    assert case.number in text
    assert "本单位不计时" in text
