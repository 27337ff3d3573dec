"""Held back: kept by nobody but the keeper, released once, or destroyed against a receipt."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from tests.scenes.complaints import COMPLAINT
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.quarantine import actions
from zhuqi.foundation.quarantine.actions import Marked, take_in
from zhuqi.foundation.quarantine.enums import State
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.interfaces.console.main import main
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State as CaseState
from zhuqi.ledgers.cases.models import Case, Note
from zhuqi.ledgers.imports.actions.importing import import_cases

SECRET = "关于军品线路的函（机密★5年）特别的内容"
NEW = {
    "title": "用电问题",
    "body": SECRET,
    "wish": "",
    "reporter_name": "赵总",
    "reporter_phone": "13800000000",
    "confidential": "no",
    "key": "k1",
}
SignIn = Callable[[User], Client]


def nowhere_else(text: str) -> bool:
    """The words stand in no row of cases, events, erasable values and messages."""
    return not (
        Case.objects.filter(body__contains=text).exists()
        or Event.objects.filter(data__contains=text).exists()
        or ErasableValue.objects.filter(value__contains=text).exists()
        or Message.objects.filter(body__contains=text).exists()
    )


def test_a_firms_marked_text_goes_to_the_keeper_and_nowhere_else(
    cast: Cast, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = sign_in(cast.zhao).post("/portal/new/", NEW)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "涉密内容不得在本平台提交" in page
    assert "data-drafts-wiped" in page
    for word in ("特别的内容", "机密★", "用电问题"):
        assert word not in page
    assert "特别的内容" not in caplog.text
    assert nowhere_else("特别的内容")
    row = Quarantined.objects.get()
    assert (row.text, row.field, row.place) == (SECRET, "body", "/portal/new/")
    assert row.office == cast.city_office
    told = Message.objects.get(user=cast.keeper)
    assert "特别" not in told.title + told.body


def test_the_same_text_sent_again_is_one_row(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhao)
    for _time in (1, 2):
        assert client.post("/portal/new/", NEW).status_code == 422
    assert Quarantined.objects.count() == 1


def test_a_name_of_a_file_is_text_too(cast: Cast, sign_in: SignIn) -> None:
    file = SimpleUploadedFile("秘密★ 会议纪要.pdf", b"%PDF-1.4 x")
    answer = sign_in(cast.zhao).post(
        "/portal/new/", {**NEW, "body": "普通内容", "attachments": [file]}
    )
    assert answer.status_code == 422
    assert Quarantined.objects.get().field == "attachments"
    assert not Case.objects.exists()


def test_officials_forms_are_held_back_as_well(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, CaseState.IN_PROGRESS)
    answer = sign_in(cast.zhou).post(
        f"/desk/cases/{case.number}/note/",
        {"seen": case.version, "text": "密级：秘密\n上级来文"},
    )
    assert answer.status_code == 422
    assert not Note.objects.exists()
    assert Quarantined.objects.get().user_id == cast.zhou.pk


def test_a_part_of_a_page_gets_the_banner_alone(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.zhao).post("/portal/new/", NEW, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#messages"
    assert "特别的内容" not in answer.content.decode()


def test_somebody_not_signed_in_is_held_back_and_every_keeper_sees_it(
    cast: Cast, client: Client
) -> None:
    client.post("/portal/register/", {"firm_name": "绝密★公司", "password": "机密★password"})
    row = Quarantined.objects.get()
    assert (row.user_id, row.office, row.text) == (0, None, "绝密★公司")
    assert Quarantined.objects.visible_to(person(cast.keeper).scope).exists()


def test_verbs_refuse_marked_text_that_comes_in_without_a_form(cast: Cast) -> None:
    case = scenes.case_in(cast, CaseState.IN_PROGRESS)
    with pytest.raises(SecretMark), open_case(case.pk, by=person(cast.zhou)) as work:
        handling.report_progress(work, text=SECRET)
    for field in ("title", "body", "wish", "reporter_name", "complained_of"):
        submission = intake.Submission(**{**vars_of(), field: "机密★5年"})  # type: ignore[arg-type]
        with pytest.raises(SecretMark):
            intake.submit(enterprise=cast.diamond, submission=submission, by=person(cast.zhao))


def vars_of() -> dict[str, object]:
    names = ("title", "body", "wish", "reporter_name", "reporter_phone")
    return {name: getattr(COMPLAINT, name) for name in names}


def held(cast: Cast) -> Quarantined:
    [row] = take_in([Marked(SECRET, "body")], place="/portal/new/", by=person(cast.zhao))
    return row


def test_only_the_keeper_of_the_office_sees_it_and_every_reading_is_an_event(cast: Cast) -> None:
    row = held(cast)
    county = official_user("县保密", "xianbaomi", cast.county_office, Role.KEEPER)
    for user in (cast.he_fan, cast.audit_admin, cast.system_admin, cast.zhao, cast.mayor, county):
        assert not Quarantined.objects.visible_to(person(user).scope).exists()
        with pytest.raises(NotYours):
            actions.read(row_id=row.pk, by=person(user))
    for _time in (1, 2):
        assert actions.read(row_id=row.pk, by=person(cast.keeper)).text == SECRET
    events = Event.objects.filter(object_type="quarantine", object_id=row.pk).order_by("seq")
    assert [e.kind for e in events] == ["quarantine.taken", "quarantine.read", "quarantine.read"]
    assert all("特别" not in e.data for e in events)


def test_a_released_text_passes_once_and_only_that_very_text(cast: Cast, sign_in: SignIn) -> None:
    row = held(cast)
    actions.release(row_id=row.pk, reason="企业产品名，不涉密", by=person(cast.keeper))
    row.refresh_from_db()
    assert (row.state, row.text) == (State.RELEASED, "")
    client = sign_in(cast.zhao)
    assert client.post("/portal/new/", {**NEW, "body": SECRET + "。"}).status_code == 422
    # A form with another fault keeps the pass.
    assert client.post("/portal/new/", {**NEW, "title": ""}).status_code == 422
    assert client.post("/portal/new/", NEW).status_code == 302
    assert Case.objects.get().body == SECRET
    assert client.post("/portal/new/", {**NEW, "key": "k2"}).status_code == 422
    row.refresh_from_db()
    assert row.state == State.SPENT


def test_a_pass_is_its_senders_own(cast: Cast, sign_in: SignIn) -> None:
    row = held(cast)
    actions.release(row_id=row.pk, reason="不涉密", by=person(cast.keeper))
    assert sign_in(cast.qian).post("/portal/new/", NEW).status_code == 422


def test_destroying_wants_a_receipt_and_ends_it(cast: Cast) -> None:
    row = held(cast)
    with pytest.raises(NotValid):
        actions.destroy(row_id=row.pk, handed_to="市保密局", receipt=" ", by=person(cast.keeper))
    actions.destroy(
        row_id=row.pk, handed_to="市保密局", receipt="保收〔2026〕7号", by=person(cast.keeper)
    )
    row.refresh_from_db()
    assert (row.state, row.text, row.receipt) == (State.DESTROYED, "", "保收〔2026〕7号")
    keeper = person(cast.keeper)
    with pytest.raises(NotNow):
        actions.read(row_id=row.pk, by=keeper)
    with pytest.raises(NotNow):
        actions.release(row_id=row.pk, reason="晚了", by=keeper)
    with pytest.raises(NotNow):
        actions.destroy(row_id=row.pk, handed_to="局", receipt="8", by=keeper)


def test_the_keepers_page_shows_the_text_only_when_asked(cast: Cast, sign_in: SignIn) -> None:
    row = held(cast)
    client = sign_in(cast.keeper)
    for url in ("/desk/", "/desk/quarantine/", f"/desk/quarantine/{row.pk}/"):
        page = client.get(url, follow=True)
        assert page.status_code == 200
        assert "特别的内容" not in page.content.decode()
    shown = client.post(f"/desk/quarantine/{row.pk}/read/")
    assert "特别的内容" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    fault = client.post(f"/desk/quarantine/{row.pk}/destroy/", {"handed_to": "市保密局"})
    assert fault.status_code == 422
    done = client.post(f"/desk/quarantine/{row.pk}/release/", {"reason": "不涉密"})
    assert done.status_code == 302
    assert client.get(f"/desk/quarantine/{row.pk + 99}/").status_code == 404


def test_an_import_refuses_the_row_and_keeps_it_for_the_keeper(cast: Cast, tmp_path: Path) -> None:
    sheet = tmp_path / "old.csv"
    sheet.write_text(
        "编号,主题,时间,内容\n1,停电,2020-01-02,正常\n2,来函,2020-01-03,机密★5年 内容\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        'office = "1000"\nchannel = "phone"\n[columns]\nnumber = "编号"\ntitle = "主题"\n'
        'submitted_at = "时间"\nbody = "内容"\n',
        encoding="utf-8",
    )
    report = import_cases(sheet, mapping, by=person(cast.he_fan))
    assert (report.rows, report.imported, len(report.refused)) == (2, 1, 1)
    assert Quarantined.objects.get().text == "机密★5年 内容"
    assert nowhere_else("机密★")


def test_a_year_after_the_decision_nobody_knows_who_sent_it(cast: Cast) -> None:
    row = held(cast)
    actions.release(row_id=row.pk, reason="不涉密", by=person(cast.keeper))
    row.refresh_from_db()
    assert row.decided_at is not None
    assert actions.forget_senders(now=row.decided_at + timedelta(days=364)) == 0
    assert actions.forget_senders(now=row.decided_at + timedelta(days=366)) == 1
    row.refresh_from_db()
    assert (row.user_name, row.user_id, row.place) == ("", 0, "")
    assert actions.forget_senders(now=row.decided_at + timedelta(days=367)) == 0


# A place without a keeper -----------------------------------------------------------------------


def sent_from_the_county(cast: Cast, sign_in: SignIn) -> str:
    answer = sign_in(cast.feng).post("/portal/new/", NEW)
    assert answer.status_code == 422
    return str(answer.content.decode())


def test_where_a_county_has_no_keeper_the_one_above_is_told_and_the_firm_gets_a_phone(
    cast: Cast, sign_in: SignIn
) -> None:
    Unit.objects.filter(pk=cast.city_office.pk).update(phone="0374-2960100")
    page = sent_from_the_county(cast, sign_in)
    assert "保密员联系电话（许昌市活动办）" in page
    assert "0374-2960100" in page
    row = Quarantined.objects.get()
    assert row.office == cast.county_office
    assert Message.objects.filter(user=cast.keeper).count() == 1
    assert list(Quarantined.objects.visible_to(person(cast.keeper).scope)) == [row]
    assert actions.read(row_id=row.pk, by=person(cast.keeper)).text == SECRET


def test_a_keeper_of_its_own_keeps_it_from_the_one_above(cast: Cast, sign_in: SignIn) -> None:
    own = official_user("县保密", "xianbaomi", cast.county_office, Role.KEEPER)
    sent_from_the_county(cast, sign_in)
    assert not Quarantined.objects.visible_to(person(cast.keeper).scope).exists()
    assert Quarantined.objects.visible_to(person(own).scope).count() == 1
    assert not Message.objects.filter(user=cast.keeper).exists()
    # Who leaves leaves nothing unseen behind.
    User.objects.filter(pk=own.pk).update(is_active=False)
    assert Quarantined.objects.visible_to(person(cast.keeper).scope).count() == 1


def test_a_county_next_door_keeps_nothing_of_ours(cast: Cast, sign_in: SignIn) -> None:
    other = official_user("禹保密", "yubaomi", cast.other_office, Role.KEEPER)
    sent_from_the_county(cast, sign_in)
    assert not Quarantined.objects.visible_to(person(other).scope).exists()


def test_the_check_names_places_without_a_keeper(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    Unit.objects.filter(kind=UnitKind.OFFICE).update(phone="0374-2960100")
    assert main(["check", "keepers"]) == 0
    said = capsys.readouterr().out
    assert "襄城县活动办没有保密员，由许昌市活动办的保密员处置" in said
    RoleAssignment.objects.filter(user=cast.keeper).delete()
    assert main(["check", "keepers"]) == 1
    assert "许昌市活动办及其上级都没有保密员" in capsys.readouterr().out
