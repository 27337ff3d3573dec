"""标签: the office's words on a case, found again in the ledger."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, person
from tests.scenes.cases import case_in, submitted
from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions.tags import (
    TAGS,
    tag_enterprise,
)
from zhuqi.foundation.directory.models import Tag
from zhuqi.interfaces.desk.cases.moments import note_of
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.ledgers.cases.actions import tagging
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters, ledger
from zhuqi.ledgers.cases.reading.case_view import case_file


@pytest.fixture
def weekly(cast: Cast) -> Tag:  # noqa: ARG001 (needs the database)
    return TAGS.add(name="周例会", for_cases=True, by=SYSTEM)


@pytest.fixture
def winter(cast: Cast) -> Tag:  # noqa: ARG001 (needs the database)
    return TAGS.add(name="迎峰度冬", for_cases=True, for_enterprises=True, by=SYSTEM)


def put(case: Case, by: User, *tags: Tag) -> None:
    with open_case(case.pk, by=person(by)) as work:
        tagging.tag(work, tags=tags)


def take(case: Case, by: User, *tags: Tag) -> None:
    with open_case(case.pk, by=person(by)) as work:
        tagging.untag(work, tags=tags)


def test_one_event_tells_before_and_after_and_the_same_again_tells_nothing(
    cast: Cast, weekly: Tag, winter: Tag
) -> None:
    case = submitted(cast)
    put(case, cast.he_fan, weekly)
    put(case, cast.shen_jing, winter)
    put(case, cast.shen_jing, winter)
    take(case, cast.shen_jing, weekly)
    take(case, cast.shen_jing, weekly)
    events = Event.objects.filter(object_type="case", kind__in=("tag", "untag")).order_by("seq")
    assert [(event.kind, event.facts["tags"]) for event in events] == [
        ("tag", [[], ["周例会"]]),
        ("tag", [["周例会"], ["周例会", "迎峰度冬"]]),
        ("untag", [["周例会", "迎峰度冬"], ["迎峰度冬"]]),
    ]
    assert list(case.tags.all()) == [winter]
    with pytest.raises(NotValid, match="请选择标签"):
        put(case, cast.shen_jing)


def test_the_ledger_is_narrowed_by_a_tag(cast: Cast, weekly: Tag, winter: Tag) -> None:
    tagged, other = submitted(cast), submitted(cast, "另一件")
    put(tagged, cast.he_fan, weekly)
    put(other, cast.he_fan, winter)
    found = ledger(person(cast.he_fan).scope, Filters(tag=weekly.pk), tagged.submitted_at)
    assert list(found) == [tagged]


def test_handlers_and_firms_put_no_tags(cast: Cast, weekly: Tag) -> None:
    case = case_in(cast, State.IN_PROGRESS)
    for user in (cast.zhou, cast.sun, cast.lin, cast.zhao, cast.mayor, cast.yu_registrar):
        with pytest.raises(NotYours):
            put(case, user, weekly)
    assert not case.tags.exists()


def test_the_firm_does_not_read_of_tags(cast: Cast, weekly: Tag) -> None:
    case = submitted(cast)
    put(case, cast.he_fan, weekly)
    for user, sees in ((cast.zhao, False), (cast.he_fan, True)):
        file = case_file(person(user), case.pk)
        assert file is not None
        assert any("加上 周例会" in note_of(moment) for moment in file.moments) is sees


def test_the_ledger_shows_tags_to_officials_who_choose_the_column(
    cast: Cast, weekly: Tag, sign_in: Callable[[User], Client]
) -> None:
    put(submitted(cast), cast.he_fan, weekly)
    shown = sign_in(cast.he_fan).get("/desk/ledger/?cols=tags").content.decode()
    assert "周例会" in shown.partition("<tbody")[2]
    usual = Client()
    usual.force_login(cast.he_fan)
    assert "周例会" not in usual.get("/desk/ledger/").content.decode().partition("<tbody")[2]


def test_a_retired_tag_stays_where_it_is_and_goes_nowhere_new(cast: Cast, weekly: Tag) -> None:
    has, has_not = submitted(cast), submitted(cast, "另一件")
    put(has, cast.he_fan, weekly)
    TAGS.retire(weekly, by=SYSTEM)
    put(has, cast.he_fan, weekly)
    assert list(has.tags.all()) == [weekly]
    with pytest.raises(NotValid, match="已停用"):
        put(has_not, cast.he_fan, weekly)
    TAGS.restore(weekly, by=SYSTEM)
    put(has_not, cast.he_fan, weekly)
    assert list(has_not.tags.all()) == [weekly]


def test_a_tag_for_firms_only_goes_on_no_case(cast: Cast, winter: Tag) -> None:
    TAGS.change(winter, for_cases=False, by=SYSTEM)
    with pytest.raises(NotValid, match="不用于此处"):
        put(submitted(cast), cast.he_fan, winter)
    tag_enterprise(enterprise=cast.diamond, tags=[winter], by=SYSTEM_PERSON)
    tag_enterprise(enterprise=cast.diamond, tags=[winter], by=SYSTEM_PERSON)
    [event] = Event.objects.filter(object_type="enterprise", kind="enterprise.tagged")
    assert event.facts == {"changes": {"tags": [[], ["迎峰度冬"]]}}


def test_a_tag_needs_a_name_of_its_own_and_a_use(weekly: Tag) -> None:
    with pytest.raises(NotValid, match="同名"):
        TAGS.add(name=" 周例会 ", for_cases=True, by=SYSTEM)
    with pytest.raises(NotValid, match="用途"):
        TAGS.change(weekly, for_cases=False, by=SYSTEM)
    with pytest.raises(NotNow, match="已在用"):
        TAGS.restore(weekly, by=SYSTEM)


def test_a_firm_is_tagged_by_its_office_on_its_page_and_found_by_it(
    cast: Cast, winter: Tag, sign_in: Callable[[User], Client]
) -> None:
    url = f"/desk/enterprises/{cast.diamond.pk}/"
    client = sign_in(cast.he_fan)
    assert client.post(url, {"step": "tags", "tags": [winter.pk]}).status_code == 302
    assert "迎峰度冬" in client.get(url).content.decode()
    found = client.get(f"/desk/enterprises/?tag={winter.pk}").content.decode()
    assert "许昌钻石公司" in found
    assert "襄城鞋业公司" not in found
    for stranger in (cast.lin, cast.yu_registrar, cast.zhao):
        assert sign_in(stranger).post(url, {"step": "tags"}).status_code in {403, 404}
    assert list(cast.diamond.tags.all()) == [winter]
    TAGS.retire(winter, by=SYSTEM)
    client = sign_in(cast.qin_lan)
    shoes = f"/desk/enterprises/{cast.shoes.pk}/"
    answer = client.post(shoes, {"step": "tags", "tags": [winter.pk]})
    assert (answer.status_code, "已停用" in answer.content.decode()) == (422, True)


def test_the_log_tells_tags_as_they_were_and_as_they_are(
    cast: Cast, client: Client, weekly: Tag, winter: Tag
) -> None:
    case = case_in(cast, State.ACCEPTED)
    put(case, cast.he_fan, weekly)
    put(case, cast.he_fan, weekly, winter)
    rows = list(Event.objects.filter(object_type="case", kind="tag").order_by("pk"))
    first, second = describe(rows)
    assert [change[1:] for change in first.changes] == [("（空）", "周例会")]
    assert [change[1:] for change in second.changes] == [("周例会", "周例会、迎峰度冬")]
    client.force_login(cast.audit_admin)
    assert "迎峰度冬" in client.get("/desk/admin/log/").content.decode()
