"""A verb takes its case in hand: however many there are, it reads its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, person
from tests.scenes import life
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_at_hand


@pytest.mark.parametrize("name", ["sun", "he_fan", "zhao"])
def test_what_is_locked_is_named_by_its_id(cast: Cast, name: str) -> None:
    case = life.in_progress(cast)
    with (
        CaptureQueriesContext(connection) as asked,
        case_at_hand(person(getattr(cast, name)), case.number) as (change, _file),
    ):
        assert change.case == case
    locking = [one["sql"] for one in asked if '"cases_case"."body"' in one["sql"]]
    # Where who may see it is asked in the same statement, PostgreSQL reads every case for it.
    assert [sql.count("SELECT") for sql in locking if sql.startswith("SELECT")] == [1]


def test_who_may_not_see_it_finds_none(cast: Cast) -> None:
    case = life.in_progress(cast)
    for named in (case.number, case.pk, "1000-26-9999-9"):
        with pytest.raises(Case.DoesNotExist), case_at_hand(person(cast.qin_lan), named):
            pass
