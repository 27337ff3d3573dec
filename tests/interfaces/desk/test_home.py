"""The first page of the day, for each of those who open it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.interfaces.desk import home_queues
from zhuqi.interfaces.desk.home_queues import HOME_QUEUES, HomeQueues, WorkQueue, waiting_for
from zhuqi.interfaces.shell.parts import Table
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.requests.actions import objections

SignIn = Callable[[User], Client]


def home(client: Client) -> str:
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_without_sign_in_one_is_led_to_it(client: Client) -> None:
    assert "/accounts/login/" in client.get("/desk/")["Location"]


def test_a_firms_person_has_no_business_here(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.zhao).get("/desk/").status_code == 403


def test_an_empty_desk_says_what_will_appear(cast: Cast, sign_in: SignIn) -> None:
    assert "手上没有等您办的事" in home(sign_in(cast.he_fan))
    assert "现在没有逾期和临期的诉求" in home(sign_in(cast.inspector))


def test_each_finds_their_own_pile(cast: Cast, sign_in: SignIn) -> None:
    for state, user, queue in (
        (State.SUBMITTED, cast.he_fan, "待受理"),
        (State.ACCEPTED, cast.he_fan, "待交办"),
        (State.ASSIGNED, cast.zhou, "待签收"),
        (State.IN_PROGRESS, cast.zhou, "办理中"),
        (State.ANSWERED, cast.shen_jing, "待办结审核"),
    ):
        case = scenes.case_in(cast, state, title=f"事在{state.label}")
        text = home(sign_in(user))
        assert f'aria-label="{queue}"' in text
        assert case.number in text
    solved = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.SOLVED)
    assert solved.number in home(sign_in(cast.lu_yuan))


def test_other_offices_see_nothing_of_it(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    for stranger in (cast.qin_lan, cast.yu_registrar, cast.zhou, cast.ma):
        assert case.number not in home(sign_in(stranger))


def test_the_most_urgent_pile_and_row_come_first(cast: Cast, sign_in: SignIn) -> None:
    late = scenes.submitted(cast, "早来的", timezone.now() - timedelta(days=9))
    fresh = scenes.submitted(cast, "刚来的")
    text = home(sign_in(cast.he_fan))
    assert text.index(late.number) < text.index(fresh.number)
    assert "已逾期" in text


def test_every_light_opens_its_rows(cast: Cast, sign_in: SignIn) -> None:
    scenes.submitted(cast, now=timezone.now() - timedelta(days=9))
    client = sign_in(cast.he_fan)
    assert 'href="/desk/ledger/?light=red"' in home(client)
    assert "早来的" not in client.get("/desk/ledger/?light=red").content.decode()


def test_a_pile_of_thirty_starts_with_one_press(cast: Cast, sign_in: SignIn) -> None:
    first = scenes.submitted(cast, now=timezone.now() - timedelta(days=5))
    scenes.submitted(cast)
    text = home(sign_in(cast.he_fan))
    assert f"/desk/cases/{first.number}/triage/?pile=1" in text


def test_registrations_waiting_are_announced_to_their_office_only(
    cast: Cast, sign_in: SignIn
) -> None:
    FirmMember.objects.create(
        user=cast.jia, office=cast.city_office, claimed_name="新厂", asked_at=timezone.now()
    )
    assert "1 个企业登记等待确认" in home(sign_in(cast.he_fan))
    assert "企业登记等待确认" not in home(sign_in(cast.qin_lan))


def test_leader_and_inspector_look_on_and_a_liaison_sees_the_firms(
    cast: Cast, sign_in: SignIn
) -> None:
    late = scenes.case_in(cast, State.IN_PROGRESS, now=timezone.now() - timedelta(days=60))
    for user in (cast.mayor, cast.inspector):
        assert late.number in home(sign_in(user))
    text = home(sign_in(cast.lin))
    assert late.number in text
    assert "包联企业的在办诉求" in text


def test_administrators_are_led_to_their_own_page(cast: Cast, sign_in: SignIn) -> None:
    for user, place in (
        (cast.system_admin, "/desk/admin/system/"),
        (cast.security_admin, "/desk/admin/people/"),
        (cast.audit_admin, "/desk/admin/log/"),
    ):
        assert sign_in(user).get("/desk/")["Location"] == place


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    scenes.submitted(cast)
    home(client)
    with CaptureQueriesContext(connection) as one:
        home(client)
    for _number in range(2):
        scenes.submitted(cast)
    with CaptureQueriesContext(connection) as three:
        home(client)
    assert len(three) == len(one)


def test_a_dispute_waits_under_a_word_that_suggests_neither_way(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.ASSIGNED)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        objections.object_to(work, reason="属电网侧", suggested=cast.power)
    text = sign_in(cast.he_fan).get("/desk/").content.decode()
    assert "异议待裁定" in text
    assert 'pile=1">裁定<' in text
    assert "维持交办" not in text


def test_another_room_adds_its_queue_by_urgency_and_to_leaders_too(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.submitted(cast)
    long_ago = timezone.now() - timedelta(days=100)

    def visits(by: Person, _now: datetime) -> list[WorkQueue]:
        return [
            WorkQueue(
                f"{by.actor.name}的走访", Table([], []), "2", long_ago, all_url="/desk/visits/"
            )
        ]

    parts = {**HOME_QUEUES._parts, "visits": (200, HomeQueues(visits))}
    monkeypatch.setattr(HOME_QUEUES, "_parts", parts)
    text = home(sign_in(cast.he_fan))
    assert 0 < text.index(f'aria-label="{cast.he_fan.name}的走访"') < text.index("待受理")
    assert f'aria-label="{cast.mayor.name}的走访"' in home(sign_in(cast.mayor))


def test_how_much_waits_stands_beside_the_way_home_on_every_page(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(user: User) -> int:
        return waiting_for(person(user), timezone.now())

    for state in (State.SUBMITTED, State.SUBMITTED, State.IN_PROGRESS, State.ANSWERED):
        scenes.case_in(cast, state)
    now = timezone.now()
    for user in (cast.he_fan, cast.shen_jing, cast.zhou, cast.mayor, cast.inspector, cast.qin_lan):
        tasks = queries.tasks(person(user), now)
        assert counted(user) == len({case.pk for task in tasks for case in task.rows})
    assert counted(cast.he_fan) == 2
    monkeypatch.setattr(home_queues, "MOST_COUNTED", 1)
    assert counted(cast.he_fan) == 1
    monkeypatch.undo()
    page = sign_in(cast.he_fan).get("/desk/ledger/").content.decode()
    assert '<b class="z-bar__count">2</b>' in page
