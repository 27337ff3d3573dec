"""A group company reads on its own file what is studied of its firms' problems, and nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, person
from tests.scenes.life import SUBMISSION
from tests.scenes.meetings import act, at_table, body, decided, item
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.meetings.actions import items, meetings
from zhuqi.mechanisms.meetings.enums import BodyKind
from zhuqi.mechanisms.meetings.models import Body, Item

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def of(cast: Cast) -> Body:
    """A consultation with the group 钻石公司, to which 鞋业公司 in a county belongs."""
    cast.shoes.parent_group = cast.diamond
    cast.shoes.save()
    return body(cast, kind=BodyKind.CONSULTATION, name="集团会商", group=cast.diamond)


@pytest.fixture
def case(cast: Cast) -> Case:
    return intake.submit(enterprise=cast.shoes, submission=SUBMISSION, by=person(cast.feng))


def put(cast: Cast, of: Body, case: Case) -> Item:
    one = item(cast, of, cast.qin_lan, case=case, title="内部的议题")
    act(one, cast.he_fan, items.confirm)
    return one


def file_of(cast: Cast, sign_in: SignIn) -> str:
    return sign_in(cast.zhao).get(f"/portal/firms/{cast.diamond.pk}/").content.decode()


def test_it_is_read_from_the_officers_word_until_it_is_decided(
    cast: Cast, sign_in: SignIn, of: Body, case: Case
) -> None:
    one = item(cast, of, cast.qin_lan, case=case, title="内部的议题")
    assert "集团会商" not in file_of(cast, sign_in)
    act(one, cast.he_fan, items.confirm)
    page = file_of(cast, sign_in)
    assert all(words in page for words in ("集团会商", case.title, cast.shoes.name, "等待会商"))
    # What offices write to each other is theirs.
    assert "内部的议题" not in page
    meeting = at_table(cast, one)
    decided(cast, one)
    assert "道路月底前通车。" not in file_of(cast, sign_in)
    act(meeting, cast.lu_yuan, meetings.confirm)
    page = file_of(cast, sign_in)
    assert ("道路月底前通车。" in page, "会商议定" in page) == (True, True)
    assert "由市工信局牵头接收" not in page


def test_nothing_is_read_of_a_confidential_case_nor_once_the_body_has_ended(
    cast: Cast, sign_in: SignIn, of: Body, case: Case
) -> None:
    put(cast, of, case)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert "集团会商" not in file_of(cast, sign_in)
    Case.objects.filter(pk=case.pk).update(confidential=False)
    assert "集团会商" in file_of(cast, sign_in)
    Body.objects.filter(pk=of.pk).update(state="ended")
    assert "集团会商" not in file_of(cast, sign_in)


def test_a_firm_of_the_group_reads_nothing_of_its_sisters(
    cast: Cast, sign_in: SignIn, of: Body, case: Case
) -> None:
    put(cast, of, case)
    page = sign_in(cast.feng).get(f"/portal/firms/{cast.shoes.pk}/").content.decode()
    assert "集团会商" not in page
