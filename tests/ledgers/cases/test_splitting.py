"""拆分: two troubles in one text are two cases that know each other; it can be undone, and told."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person
from tests.scenes.cases import submitted
from tests.scenes.life import MONDAY, SUBMISSION, accept, assign, now_of, submit
from tests.scenes.papers import paper
from tests.scenes.splitting import part
from zhuqi.foundation.access import NotNow, NotValid, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.row_check import check_rows
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Clock, RecusalKind
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.topics import merging, splitting


def put_back(case: Case, by: User) -> None:
    also = [case.split_from_id] if case.split_from_id else []
    with open_case(case.pk, by=person(by), also=also) as work:
        splitting.unsplit(work, reason="实为一事")


def told(by: Person, case: Case) -> str:
    file = case_file(by, case.pk)
    assert file is not None
    return "\n".join(f"{moment.text}{moment.details}" for moment in file.moments)


def test_the_second_is_of_the_same_firm_and_day_and_the_text_of_the_first_stays_whole(
    cast: Cast,
) -> None:
    first = submitted(cast)
    second = part(first, cast.he_fan)
    after = now_of(first)
    assert (after.title, after.body, after.state) == (first.title, first.body, first.state)
    assert second.number != first.number
    for name in ("enterprise", "office", "channel", "submitted_at", "reporter_name", "level"):
        assert getattr(second, name) == getattr(first, name)
    assert (second.state, second.foreign_number) == (State.SUBMITTED, "")
    clocks = [Clock.objects.get(case=case, clock="accept") for case in (first, second)]
    assert len({(clock.started_at, clock.due_at) for clock in clocks}) == 1
    assert list(verify_clocks()) == []
    assert list(check_rows((Case, Clock))) == []
    assert second.number in told(person(cast.zhao), first)
    assert "用电增容" in told(person(cast.zhao), first)
    assert first.number in told(person(cast.zhao), second)


def test_files_go_along_as_copies_and_only_the_firms_own(cast: Cast) -> None:
    case = intake.submit(
        enterprise=cast.diamond, submission=SUBMISSION, by=person(cast.zhao),
        files=[*paper("合同.png"), *paper("照片.png")], now=MONDAY,
    )  # fmt: skip
    contract, _photo = Attachment.objects.order_by("pk")
    second = part(case, cast.he_fan, contract)
    [copy] = Attachment.objects.filter(object_type="case", object_id=second.pk)
    assert (copy.name, copy.sha256) == (contract.name, contract.sha256)
    (settings.MEDIA_ROOT / contract.stored_as).unlink()
    assert (settings.MEDIA_ROOT / copy.stored_as).read_bytes()
    assert Attachment.objects.filter(object_type="case", object_id=case.pk).count() == 2
    with pytest.raises(NotValid, match="企业提交的附件"):
        part(case, cast.he_fan, copy)


def test_what_is_hidden_and_who_keeps_away_is_so_for_both(cast: Cast) -> None:
    case = submit(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业担心报复")
        secrecy.recuse(
            work, kind=RecusalKind.RELATION, unit=cast.industry, reason="与被反映单位同一系统"
        )
    second = part(case, cast.he_fan)
    assert second.confidential
    [recusal] = second.recusals.all()
    assert (recusal.unit, recusal.kind) == (cast.industry, RecusalKind.RELATION)
    assert case_file(person(cast.lu_yuan), second.pk) is not None


def test_undone_it_is_handled_as_the_first_until_a_unit_has_it(cast: Cast) -> None:
    first = submit(cast)
    second, third = part(first, cast.he_fan), part(first, cast.he_fan)
    put_back(second, cast.he_fan)
    second = now_of(second)
    assert (second.state, second.merged_into) == (State.MERGED, first)
    assert second.number in told(person(cast.he_fan), first)
    with open_case(second.pk, by=person(cast.he_fan), also=[first.pk]) as work:
        merging.unmerge(work, reason="还是两件")
    assert now_of(second).state == State.SUBMITTED
    accept(cast, third, MONDAY + timedelta(hours=1))
    assign(cast, third, MONDAY + timedelta(hours=2))
    with pytest.raises(NotNow):
        put_back(third, cast.he_fan)
    assert list(verify_clocks()) == []


def test_each_goes_its_own_way_and_what_is_over_takes_nothing_back(cast: Cast) -> None:
    first = submitted(cast)
    second = part(first, cast.he_fan)
    with open_case(first.pk, by=person(cast.zhao)) as work:
        intake.withdraw(work, reason="用电已经解决")
    assert now_of(second).state == State.SUBMITTED
    with pytest.raises(NotNow, match="不能并回"):
        put_back(second, cast.he_fan)
    with pytest.raises(NotNow, match="不是拆分出来的"):
        put_back(submitted(cast, "另一件"), cast.he_fan)


def test_the_office_splits_on_a_page_with_the_firms_words_and_both_pages_lead_to_the_other(
    cast: Cast, client: Client
) -> None:
    case = submitted(cast)
    client.force_login(cast.he_fan)
    url = f"/desk/cases/{case.number}/split/"
    page = client.get(url).content.decode()
    assert case.body.splitlines()[0] in page
    sent = {"title": "道路积水", "body": "雨后积水", "stays": "", "seen": case.version}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, sent | {"stays": "用电增容"}).status_code == 302
    assert client.post(url, sent | {"stays": "用电增容"}).status_code == 302
    [second] = Case.objects.filter(split_from=case)
    for one, other in ((case, second), (second, case)):
        page = client.get(f"/desk/cases/{one.number}/").content.decode()
        assert f"/desk/cases/{other.number}/" in page
    client.force_login(cast.zhao)
    for one, other in ((case, second), (second, case)):
        assert (
            other.number in client.get(reverse("portal:case", args=[one.number])).content.decode()
        )


def test_what_was_covered_by_hand_stays_covered_in_both_and_in_what_the_first_goes_on_with(
    cast: Cast,
) -> None:
    first = submitted(cast)
    with open_case(first.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业要求")
    word = now_of(first).body[:4]
    with open_case(first.pk, by=person(cast.he_fan)) as work:
        secrecy.cover(work, marks=[], more=word)
    with open_case(first.pk, by=person(cast.he_fan)) as work:
        splitting.split(work, title="另一件", body=f"还有{word}的事", stays="独词甲的事继续办")
    second = Case.objects.get(split_from=first)
    assert word in [row.text for row in second.covers.filter(state="covered")]
    with open_case(first.pk, by=person(cast.he_fan)) as work:
        secrecy.cover(work, marks=[], more=f"{word}\n独词甲")


def test_who_works_on_both_reads_on_neither_that_the_hidden_one_is_the_open_ones_twin(
    cast: Cast, client: Client
) -> None:
    first = submitted(cast)
    second = part(first, cast.he_fan)
    with open_case(second.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业要求")
        secrecy.cover(work, marks=[])
    for case in (first, second):
        accept(cast, case, MONDAY)
        assign(cast, case, MONDAY)
    for user, named in ((cast.sun, False), (cast.he_fan, True)):
        client.force_login(user)
        for one, other in ((first, second), (second, first)):
            page = client.get(f"/desk/cases/{one.number}/").content.decode()
            assert one.title in page
            assert (other.number in page) is named


def test_what_is_hidden_is_not_put_back_into_what_is_open(cast: Cast) -> None:
    first = submitted(cast)
    second = part(first, cast.he_fan)
    with open_case(second.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业要求")
    with pytest.raises(NotNow, match="保密设定不同"):
        put_back(second, cast.he_fan)
