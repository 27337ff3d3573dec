"""A sheet that is issued goes out as a paper: frozen, numbered, verifiable, withdrawn with it."""

from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person
from tests.scenes import complaints
from tests.scenes.life import MONDAY
from tests.scenes.supervision import TEXT, URGED, in_hand, written
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.papers import actions, queries
from zhuqi.foundation.papers.enums import PaperState
from zhuqi.foundation.papers.layout.document import Document, Form
from zhuqi.foundation.papers.models import Paper
from zhuqi.foundation.papers.stored import digest_of
from zhuqi.mechanisms.supervision import actions as sheets
from zhuqi.mechanisms.supervision.enums import SheetKind
from zhuqi.mechanisms.supervision.models import SupervisionSheet

pytestmark = pytest.mark.django_db
FIRM, CODE = "许昌钻石公司", "7KQM-2XPA-R9DF"


def issued(sheet: SupervisionSheet) -> Paper:
    """As the worker makes it."""
    drain()
    return Paper.objects.get(object_id=sheet.pk)


def read(paper: Paper, user: User) -> Document:
    document = queries.document_of(paper, person(user).scope)
    assert document is not None
    return document


def sees(paper: Paper, *users: User) -> list[bool]:
    return [queries.papers(person(one).scope).filter(pk=paper.pk).exists() for one in users]


def test_what_goes_out_is_frozen_with_number_and_code(cast: Cast) -> None:
    sheet = written(cast)
    paper = issued(sheet)
    assert (str(paper), paper.to) == ("催办单〔2026〕1号", cast.industry.name)
    assert (paper.office, paper.state) == (cast.city_office, PaperState.ISSUED)
    assert paper.issued_by.startswith("何帆")
    document = read(paper, cast.zhou)
    assert document.form == Form.PLAIN
    assert (TEXT in str(document), paper.code in document.verification) == (True, True)
    # Whatever is written over it later, the paper says what went out.
    SupervisionSheet.objects.filter(pk=sheet.pk).update(text="改过的")
    assert "改过的" not in str(read(Paper.objects.get(), cast.zhou))
    event = Event.objects.get(object_type="paper")
    assert (event.kind, event.facts["digest"]) == ("paper.issue", digest_of(paper.content))


def test_the_same_event_makes_one_paper_however_often_it_is_worked(cast: Cast) -> None:
    sheet = written(cast)
    event = Event.objects.get(object_type="supervision", object_id=sheet.pk)
    for _time in range(3):
        actions.follow(event.pk)
    assert Paper.objects.count() == 1


def test_a_draft_is_no_paper_until_it_is_signed(cast: Cast) -> None:
    draft = written(cast, SheetKind.NOTICE)
    drain()
    assert not Paper.objects.exists()
    with sheets.SHEETS.open(draft.pk, by=person(cast.lu_yuan), now=URGED) as change:
        sheets.issue(change, text=TEXT, limit=3)
    paper = issued(draft)
    document = read(paper, cast.lu_yuan)
    assert (document.form, document.organs) == (Form.OFFICIAL, (cast.city_office.name,))
    assert (document.number, document.addressees) == ("〔2026〕1号", (cast.industry.name,))


def test_it_is_read_by_whoever_reads_the_sheet(cast: Cast) -> None:
    paper = issued(written(cast))
    assert sees(paper, cast.he_fan, cast.zhou, cast.mayor) == [True, True, True]
    assert sees(paper, cast.qin_lan, cast.sun, cast.zhao, cast.system_admin) == [False] * 4


def test_of_a_confidential_complaint_no_paper_names_the_firm(cast: Cast) -> None:
    case = complaints.handled(cast)
    unit = case.lead_unit
    assert unit is not None
    sheet = written(cast, SheetKind.REQUEST, case=case, unit=unit, now=None)
    paper = issued(sheet)
    firm = case.enterprise
    assert firm is not None
    assert firm.name not in str(paper.content)


def test_what_became_confidential_later_is_covered_where_it_is_read(cast: Cast) -> None:
    case = in_hand(cast)
    paper = issued(written(cast, case=case))
    firm = case.enterprise
    assert firm is not None
    assert firm.name in str(read(paper, cast.zhou))
    type(case).objects.filter(pk=case.pk).update(confidential=True)
    assert firm.name not in str(read(paper, cast.zhou))
    assert firm.name in str(read(paper, cast.he_fan))


def test_the_sealed_copy_is_filed_by_the_office_that_issued_it(cast: Cast) -> None:
    paper = issued(written(cast))
    scan = prepare([SimpleUploadedFile("用印件.pdf", b"%PDF-1.4 x")])
    with pytest.raises(NotYours), actions.PAPERS.open(paper.pk, by=person(cast.zhou)) as change:
        actions.file(change, scans=scan)
    with pytest.raises(NotValid), actions.PAPERS.open(paper.pk, by=person(cast.he_fan)) as change:
        actions.file(change, scans=())
    with actions.PAPERS.open(paper.pk, by=person(cast.he_fan)) as change:
        actions.file(change, scans=scan)
    paper.refresh_from_db()
    assert paper.filed_at is not None


def test_a_sheet_withdrawn_withdraws_its_paper_which_keeps_its_number(cast: Cast) -> None:
    sheet = written(cast)
    issued(sheet)
    with sheets.SHEETS.open(sheet.pk, by=person(cast.he_fan)) as change:
        sheets.withdraw(change, reason="发错单位")
    paper = issued(sheet)
    assert (paper.state, str(paper)) == (PaperState.WITHDRAWN, "催办单〔2026〕1号")
    with pytest.raises(NotNow), actions.PAPERS.open(paper.pk, by=person(cast.he_fan)) as change:
        actions.file(change, scans=prepare([SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")]))


def test_what_must_be_erased_is_erased_of_the_paper_too(cast: Cast) -> None:
    sheet = written(cast)
    paper = issued(sheet)
    sheets.erase_about(sheet.case_id, by=SYSTEM, reason="涉密", now=MONDAY)
    paper.refresh_from_db()
    assert (paper.content, paper.number) == ({}, "〔2026〕1号")
    assert queries.document_of(paper, person(cast.he_fan).scope) is None
    assert not queries.is_whole(paper)


@pytest.mark.parametrize("typed", [CODE, "7kqm2xpar9df", " ７ＫＱＭ 2XPA-R9DF "])
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert actions.code_typed(typed) == CODE


@pytest.mark.parametrize("typed", ["", "7KQM", CODE * 2, "0" * 12, "验证码", "\0" * 99])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(NotValid):
        actions.code_typed(typed)


def test_the_sheet_leads_to_its_paper_and_the_paper_to_its_files(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    sheet = written(cast)
    paper, page = issued(sheet), sign_in(cast.zhou)
    of_sheet = page.get(reverse("desk:supervision_sheet", args=[sheet.pk])).content.decode()
    assert reverse("desk:paper", args=[paper.pk]) in of_sheet
    assert paper.code in page.get(reverse("desk:paper", args=[paper.pk])).content.decode()
    word = page.get(reverse("desk:paper_file", args=[paper.pk, "docx"]))
    said = "".join(
        cell.text
        for table in docx.Document(BytesIO(word.content)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert TEXT in said
    assert page.get(reverse("desk:paper_file", args=[paper.pk, "exe"])).status_code == 404


def test_a_code_tells_whoever_asks_the_head_and_no_more(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    paper, stranger = issued(written(cast)), sign_in(cast.sun)
    url = reverse("desk:paper_verify")
    told = stranger.get(url, {"code": paper.code.lower()}).content.decode()
    assert ("催办单〔2026〕1号" in told, "与印发时一致" in told) == (True, True)
    assert (TEXT in told, reverse("desk:paper", args=[paper.pk]) in told) == (False, False)
    assert "没有查到这份公文" in stranger.get(url, {"code": CODE}).content.decode()
    # Somebody wrote into the row by hand.
    Paper.objects.update(content={**paper.content, "title": "改过的"})
    assert "与印发时一致" not in stranger.get(url, {"code": paper.code}).content.decode()
