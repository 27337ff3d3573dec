"""边界 and 移送: what another organ decides is handed over, sealed where no copy may be kept."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.complaints import COMPLAINT
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.actions import check_log
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.papers.models import Series
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.desk.cases.moments import note_of
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Kind, Nature, State, Tier, Verb
from zhuqi.ledgers.cases.models import (
    Allowed,
    Boundary,
    Case,
    Entry,
    Transfer,
    allows,
)
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.transfers import actions as transferring
from zhuqi.ledgers.cases.transfers import boundaries

SignIn = Callable[[User], Client]


def boundary(code: str) -> Boundary:
    return Boundary.objects.get(code=code)


def accuse(cast: Cast) -> Case:
    """赵总 accuses an official, with a paper."""
    case = intake.submit(
        enterprise=cast.diamond,
        submission=COMPLAINT,
        by=person(cast.zhao),
        files=prepare([SimpleUploadedFile("转账记录.pdf", b"%PDF-1.4 money")]),
    )
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.supplement(work, text="王某收了两万元")
    return case


def hand_over(cast: Cast, case: Case, code: str = "discipline") -> Transfer:
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        transferring.transfer(
            work, boundary=boundary(code), organ="许昌市纪律检查委员会", reason="反映干部违纪"
        )
    return Transfer.objects.get(case=case)


def receipt(cast: Cast, case: Case) -> None:
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        transferring.take_receipt(
            work, receipt="许纪收7号", received_by="信访室", received_on=timezone.localdate()
        )


def test_the_table_says_what_each_boundary_allows(cast: Cast) -> None:
    assert boundaries.load_boundaries(by=SYSTEM) == 0
    suit, urgent = boundary("suit"), boundary("urgent")
    assert {a for a in Allowed if suit.allows(a)} == {
        Allowed.GUIDE,
        Allowed.TRANSFER,
        Allowed.KEEP_COPY,
    }
    assert urgent.allows(Allowed.URGE)
    assert not boundary("discipline").allows(Allowed.KEEP_COPY)
    case = scenes.submitted(cast)
    assert all(allows(case, what) for what in Allowed)
    case.boundary = suit
    assert not allows(case, "urge")


def test_a_boundary_named_at_acceptance_forbids_instruction_rating_and_assignment(
    cast: Cast,
) -> None:
    case = scenes.submitted(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        intake.accept(
            work,
            kind=Kind.COMPLAINT,
            tier=Tier.ORDINARY,
            nature=Nature.INDIVIDUAL,
            item=cast.electricity,
            sector="industry",
            boundary=boundary("discipline"),
        )
        assert "不能领导批示" in work.facts.no_instruction
        assert "不能请企业评价" in work.facts.no_rating
    with pytest.raises(NotNow, match="移送"), open_case(case.pk, by=person(cast.he_fan)) as work:
        handling.assign(work, lead=cast.power)


def test_sheets_are_numbered_by_office_and_year_without_gaps(cast: Cast) -> None:
    moment = datetime(2026, 12, 31, 23, 0, tzinfo=SHANGHAI)
    numbers = []
    for hours in (0, 0, 2):
        case = scenes.submitted(cast)
        at = moment + timedelta(hours=hours)
        with open_case(case.pk, by=person(cast.lu_yuan), now=at) as work:
            transferring.transfer(work, boundary=boundary("suit"), organ="法院", reason="诉讼")
        numbers.append(Transfer.objects.get(case=case).number)
    assert numbers == ["市活动办移〔2026〕1号", "市活动办移〔2026〕2号", "市活动办移〔2027〕1号"]
    case = scenes.submitted(cast)
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.lu_yuan), now=moment) as work:
        transferring.transfer(work, boundary=boundary("suit"), organ=" ", reason="诉讼")
    assert Series.objects.get(code="transfer", year=2026).last == 2


def test_only_the_signer_hands_over(cast: Cast) -> None:
    case = scenes.submitted(cast)
    for user in (cast.he_fan, cast.shen_jing, cast.zhao, cast.jia):
        with pytest.raises(NotYours), open_case(case.pk, by=person(user)) as work:
            transferring.transfer(work, boundary=boundary("suit"), organ="法院", reason="诉讼")


def test_what_is_with_a_unit_is_taken_back_and_its_clocks_stop(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    hand_over(cast, case, "suit")
    case.refresh_from_db()
    assert case.state == State.TRANSFERRED
    assert not case.clocks.filter(stopped_at=None).exists()
    firm = case_file(person(cast.zhao), case.pk)
    assert firm is not None
    [told] = [m for m in firm.moments if m.verb == Verb.TRANSFER]
    assert note_of(told) == "市活动办移〔2026〕1号，移送许昌市纪律检查委员会".replace(
        "2026", str(timezone.localdate().year)
    )
    assert "12368" in firm.case.where_to_go


def test_a_sealed_matter_is_read_by_nobody(cast: Cast) -> None:
    case = accuse(cast)
    hand_over(cast, case)
    for user in (cast.he_fan, cast.lu_yuan, cast.mayor, cast.inspector, cast.zhao):
        file = case_file(person(user), case.pk)
        assert file is not None
        assert (file.case.body, file.case.wish, file.case.reporter_name) == ("", "", "")
        assert file.files == []
        said = "".join(note_of(m) for m in file.moments)
        assert "两万元" not in said
        assert "检查" not in file.case.title
    office = case_file(person(cast.he_fan), case.pk)
    assert office is not None
    assert office.case.enterprise is None


def test_the_package_is_taken_out_once_and_again_only_with_a_reason(
    cast: Cast, sign_in: SignIn
) -> None:
    transfer_sheet = hand_over(cast, accuse(cast))
    url = f"/desk/transfers/{transfer_sheet.pk}/package/"
    assert sign_in(cast.he_fan).post(url).status_code == 403
    client = sign_in(cast.lu_yuan)
    first = client.post(url)
    assert first["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        page = archive.read("移送内容.html").decode()
        assert archive.read("附件01_转账记录.pdf") == b"%PDF-1.4 money"
    for words in ("重复检查", "王某收了两万元", "赵总", "许昌钻石公司"):
        assert words in page
    assert client.post(url).status_code == 422
    assert client.post(url, {"reason": "光盘损坏"}).status_code == 200
    packs = Event.objects.filter(object_type="case", object_id=transfer_sheet.case_id, kind="pack")
    assert [e.facts["reason"] for e in packs.order_by("seq")] == ["", "光盘损坏"]


@pytest.mark.django_db(transaction=True)
def test_at_the_receipt_everything_sealed_is_gone_and_the_chain_holds(cast: Cast) -> None:
    case = accuse(cast)
    files = list(Attachment.objects.filter(object_id=case.pk))
    transfer_sheet = hand_over(cast, case)
    with pytest.raises(NotNow, match="还没有取出"):
        receipt(cast, case)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        transferring.pack(work, transfer_sheet=transfer_sheet)
    receipt(cast, case)
    case.refresh_from_db()
    assert (case.body, case.wish, case.reporter_name, case.reporter_phone) == ("", "", "", "")
    assert (case.enterprise, case.submitted_by) == (None, 0)
    assert all(not entry.text for entry in Entry.objects.filter(case=case))
    assert files
    for file in files:
        file.refresh_from_db()
        assert file.name == "（已销毁）"
    values = ErasableValue.objects.filter(event__object_type="case", event__object_id=case.pk)
    assert values.exists()
    assert not values.exclude(value=None).exists()
    assert not Message.objects.filter(object_type="case", object_ref=case.number).exists()
    transfer_sheet.refresh_from_db()
    assert (transfer_sheet.receipt, transfer_sheet.handed_over) == ("许纪收7号", "（已销毁）")
    assert transfer_sheet.erased_at is not None
    assert list(check_log()) == []
    with pytest.raises(NotNow):
        receipt(cast, case)
    drain()
    assert not any((settings.MEDIA_ROOT / file.stored_as).exists() for file in files)


def test_what_may_be_kept_is_kept_at_the_receipt(cast: Cast) -> None:
    case = scenes.submitted(cast)
    hand_over(cast, case, "suit")
    receipt(cast, case)
    case.refresh_from_db()
    assert "增容" in case.body
    assert Transfer.objects.get(case=case).erased_at is None


def test_a_receipt_names_its_number_its_taker_and_a_day_that_has_been(cast: Cast) -> None:
    case = scenes.transferred(cast)
    with pytest.raises(NotValid) as refusal, open_case(case.pk, by=person(cast.he_fan)) as work:
        transferring.take_receipt(work, receipt="", received_by="", received_on=date(2049, 1, 1))
    assert set(refusal.value.errors) == {"receipt", "received_by", "received_on"}


def test_the_sheet_prints_what_went_and_is_the_offices_alone(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.transferred(cast)
    transfer_sheet = Transfer.objects.get(case=case)
    page = sign_in(cast.he_fan).get(f"/desk/transfers/{transfer_sheet.pk}/").content.decode()
    assert transfer_sheet.number in page
    assert transfer_sheet.digest in page
    assert transfer_sheet.number in sign_in(cast.he_fan).get("/desk/transfers/").content.decode()
    assert sign_in(cast.qin_lan).get(f"/desk/transfers/{transfer_sheet.pk}/").status_code == 404
    assert sign_in(cast.zhou).get("/desk/transfers/").status_code == 403
