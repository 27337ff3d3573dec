"""The page of one case: what each role finds there."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/desk/cases/{case.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_handler_finds_what_the_firm_said_the_clocks_and_what_to_do(
    cast: Cast, sign_in: SignIn
) -> None:
    text = page(sign_in(cast.zhou), scenes.case_in(cast, State.IN_PROGRESS))
    for words in (
        "去年十一月申请增容",
        "希望年前通电",
        "13812345678",
        "怎么算的",
        "提交答复",
        "办理过程",
    ):
        assert words in text


def test_others_rows_are_not_found(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for stranger in (cast.qin_lan, cast.yu_registrar, cast.ma):
        assert sign_in(stranger).get(f"/desk/cases/{case.number}/").status_code == 404


def test_administrators_and_firms_have_no_business_here(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for user in (cast.system_admin, cast.security_admin, cast.audit_admin, cast.zhao, cast.jia):
        answer = sign_in(user).get(f"/desk/cases/{case.number}/")
        assert answer.status_code == 403
        assert case.title not in answer.content.decode()


def test_a_number_typed_with_other_dashes_finds_the_case(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    typed = case.number.replace("-", "")
    assert sign_in(cast.he_fan).get(f"/desk/cases/{typed}/")["Location"].endswith(f"{case.number}/")


def test_a_reader_sees_masked_phones_and_nothing_to_do(cast: Cast, sign_in: SignIn) -> None:
    text = page(sign_in(cast.inspector), scenes.case_in(cast, State.IN_PROGRESS))
    assert "13812345678" not in text
    assert "138****5678" in text
    # 圈阅 is the one thing an inspector may ever do here; nothing waits for it now.
    assert "没有待圈阅的报告" in text
    # The one thing a reader may ask for is to see a number.
    assert text.count('method="post" action="/desk/') == text.count("/reveal/") == 1


def test_a_note_is_read_by_ones_own_unit_only(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        handling.note(work, text="别让企业知道的话")
    assert "别让企业知道的话" in page(sign_in(cast.wu), case)
    for other in (cast.he_fan, cast.sun, cast.inspector):
        assert "别让企业知道的话" not in page(sign_in(other), case)


def test_an_unsigned_sheet_past_its_limit_reads_as_deemed_received(
    cast: Cast, sign_in: SignIn
) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    case = scenes.case_in(cast, State.ASSIGNED, now=long_ago)
    assert "视同签收" in page(sign_in(cast.he_fan), case)


def test_what_is_not_possible_now_stands_there_with_its_reason(cast: Cast, sign_in: SignIn) -> None:
    text = page(sign_in(cast.he_fan), scenes.case_in(cast, State.IN_PROGRESS))
    assert "主办单位已签收，不能撤回交办" in text or "现在是“办理中”，已过撤回交办这一步" in text


def test_the_reviewer_has_the_answer_before_the_eyes(cast: Cast, sign_in: SignIn) -> None:
    text = page(sign_in(cast.shen_jing), scenes.case_in(cast, State.ANSWERED))
    assert "增容手续已办结" in text
    assert "签发人" in text


def test_the_number_of_queries_does_not_grow_with_the_timeline(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection  # counted by hand: the number itself is nobody's business
    from django.test.utils import CaptureQueriesContext

    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    page(client, case)
    with CaptureQueriesContext(connection) as few:
        page(client, case)
    for number in range(3):
        with open_case(case.pk, by=person(cast.zhou)) as work:
            handling.report_progress(work, text=f"进展 {number}")
    with django_assert_num_queries(len(few)):
        page(client, case)
