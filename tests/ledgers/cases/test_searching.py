"""Who finds a case by which of its words: exactly what they may read of it, and nothing hidden."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.complaints import complain
from tests.scenes.papers import WORDS, instructed, paper
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import Prepared, prepare
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.search import checking
from zhuqi.foundation.search.enums import FileState
from zhuqi.foundation.search.files import read_file
from zhuqi.foundation.search.models import FileText, SearchText
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import OBJECT, open_case
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.fields import Field
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.ledgers.cases.searching.reading import holding_words
from zhuqi.ledgers.cases.secrecy import actions as secrecy

pytestmark = pytest.mark.django_db


def finds(user: User, typed: str) -> list[Case]:
    seen = Case.objects.visible_to(person(user).scope).order_by("pk")
    return list(holding_words(seen, typed, person(user).scope))


PEOPLE = (
    "he_fan", "shen_jing", "lu_yuan", "zhou", "head_zheng", "sun", "lin", "mayor", "inspector",
    "qin_lan", "yu_registrar", "ma",
)  # fmt: skip


@pytest.mark.parametrize("confidential", [False, True])
def test_everybody_finds_by_exactly_the_fields_they_may_read(
    cast: Cast,
    confidential: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    case = scenes.case_in(cast, State.ANSWERED)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        handling.note(work, text="内部看法甲乙丙")
    if confidential:
        with open_case(case.pk, by=person(cast.he_fan)) as work:
            secrecy.conceal(work, reason="企业来电要求")
    for name in PEOPLE:
        user: User = getattr(cast, name)
        view = case_file(person(user), case.pk)
        fields = view.fields if view else frozenset()
        knows = Field.FIRM in fields
        assert bool(finds(user, "增容迟迟不批")) == (view is not None), name
        assert bool(finds(user, "钻石")) == (view is not None and knows), name
        assert bool(finds(user, "十二月五日送电")) == (Field.ANSWERS_IN_REVIEW in fields), name
        assert bool(finds(user, "请现场核实")) == (Field.OPINIONS in fields), name
        assert bool(finds(user, "5678")) == (Field.PHONES in fields and knows), name
        own_notes = view.notes if view else []
        assert bool(finds(user, "内部看法")) == bool(own_notes), name


def test_words_of_a_leader_are_found_by_those_they_are_meant_for(cast: Cast) -> None:
    case = instructed(cast)
    for name in PEOPLE:
        user: User = getattr(cast, name)
        view = case_file(person(user), case.pk)
        named = bool(view) and any(row.view.named for row in view.words)  # type: ignore[union-attr]
        assert bool(finds(user, WORDS[:8])) == named, name


def test_the_lead_unit_finds_a_hidden_firms_complaint_by_what_it_reads_and_by_nothing_else(
    cast: Cast,
) -> None:
    case = complain(cast)
    assert finds(cast.he_fan, "钻石 赵总 5678") == [case]
    hidden = SearchText.objects.filter(object_id=case.pk, code__in=("cv", "cw"))
    told = " ".join(hidden.values_list("text", flat=True))
    assert "重复检查" in told
    for word in ("钻石", "赵总", "12345678", "赵"):
        assert word not in told


def test_what_is_covered_or_shown_again_is_found_accordingly(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    assert finds(cast.zhou, "钻石") == [case]
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业来电要求")
    assert finds(cast.zhou, "钻石") == []
    assert finds(cast.zhou, "增容") == [case]
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.disclose(work, units=[cast.industry], reason="办理需要")
    assert finds(cast.zhou, "钻石") == [case]
    assert finds(cast.sun, "钻石") == []
    assert [pk for kind, pk in checking.wrong_rows() if kind == OBJECT] == []


def test_a_firm_that_is_renamed_is_found_by_its_new_name(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with transaction.atomic():
        Enterprise.objects.filter(pk=cast.diamond.pk).update(name="许昌金刚石公司")
        record(object_type="enterprise", object_id=cast.diamond.pk, kind="changed", by=SYSTEM)
    assert finds(cast.he_fan, "许昌钻石公司") == []
    assert finds(cast.he_fan, "金刚石") == [case]


def test_what_is_erased_is_found_no_more(cast: Cast) -> None:
    case = scenes.case_in(cast, State.ANSWERED)
    erase_content(case.pk, by=SYSTEM, reason="到期")
    for typed in ("增容", "钻石", "赵总", "十二月五日", "5678"):
        assert finds(cast.he_fan, typed) == []
    assert [pk for kind, pk in checking.wrong_rows() if kind == OBJECT] == []


# Files --------------------------------------------------------------------------------------------


def docx(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        halves = f"<w:r><w:t>{text[:3]}</w:t></w:r><w:r><w:t>{text[3:]}</w:t></w:r>"
        body = f"<w:document {space}><w:body><w:p>{halves}</w:p></w:body></w:document>"
        archive.writestr("word/document.xml", body)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return packed.getvalue()


def files(*named: tuple[str, bytes]) -> list[Prepared]:
    return prepare([SimpleUploadedFile(name, content) for name, content in named])


def test_a_word_inside_an_attachment_finds_its_case(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        handling.report_progress(
            work,
            text="附上方案",
            attachments=files(
                ("方案.docx", docx("变压器扩容方案说明书")),
                ("记录.txt", "現場踏勘記錄".encode("gb18030")),
            ),
        )
    states = [read_file(file.pk) for file in Attachment.objects.order_by("pk")]
    assert states == [FileState.READ, FileState.READ]
    for typed in ("扩容方案", "现场踏勘", "方案.docx", "变压器 踏勘"):
        assert finds(cast.he_fan, typed) == [case], typed
    assert finds(cast.yu_registrar, "扩容方案") == []
    assert [pk for kind, pk in checking.wrong_rows() if kind == OBJECT] == []


def test_a_file_that_bears_a_mark_of_secrecy_is_not_read_into_the_index(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        handling.report_progress(
            work, text="见附件", attachments=files(("文.docx", docx("机密★5年 线路走向图说明")))
        )
    [file] = Attachment.objects.all()
    assert read_file(file.pk) == FileState.SECRET
    assert finds(cast.he_fan, "线路走向") == []


def test_a_file_taken_off_its_row_leaves_nothing_behind(cast: Cast) -> None:
    case = scenes.submitted(cast)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        listed = files(("清单.docx", docx("设备购置清单一览")))
        intake.supplement(work, text="补充", attachments=listed)
    [file] = Attachment.objects.all()
    read_file(file.pk)
    assert finds(cast.he_fan, "购置清单") == [case]
    erase_content(case.pk, by=SYSTEM, reason="到期")
    assert finds(cast.he_fan, "购置清单") == []
    assert not FileText.objects.exists()


def test_a_hostile_file_costs_a_child_process_and_nothing_else(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 210_000_000)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        handling.report_progress(
            work, text="见附件", attachments=files(("大.docx", bomb.getvalue())) + paper("x.pdf")
        )
    assert {read_file(file.pk) for file in Attachment.objects.all()} <= {
        FileState.REFUSED,
        FileState.NOTHING,
    }
