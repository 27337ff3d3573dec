"""批示: a leader's words reach whom they are for, come back as a report, and end with 圈阅."""

from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.papers import WORDS, instructed
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import attach, prepare
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.desk.cases.moments import label_of, note_of
from zhuqi.ledgers.cases.actions import closing, handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import ClockKind, State, Verb, Verdict
from zhuqi.ledgers.cases.instructions.actions import instruct, mark_read, report_on
from zhuqi.ledgers.cases.models import Case, Clock, Instruction
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.file_access import may_open

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)


def act(user: User, case: Case, now: datetime | None = None) -> AbstractContextManager[CaseChange]:
    return open_case(case.pk, by=person(user), now=now)


def read_by(user: User, case: Case) -> str:
    """Everything the timeline shows this person."""
    file = case_file(person(user), case.pk)
    assert file is not None
    return "\n".join(f"{label_of(m)} {m.who} {note_of(m)}" for m in file.moments)


def test_the_words_are_for_named_people_and_others_see_a_leaders_paper(cast: Cast) -> None:
    case = instructed(cast)
    for user in (cast.mayor, cast.zhou):
        assert WORDS in read_by(user, case)
    for user in (cast.he_fan, cast.lu_yuan, cast.wu, cast.inspector):
        text = read_by(user, case)
        assert WORDS not in text
        assert "领导批示件" in text
        assert cast.mayor.name not in text
    # Whoever has to act reads what is asked, without the words; the firm hears nothing of it.
    assert "三日内报方案" in read_by(cast.wu, case)
    firm = read_by(cast.zhao, case)
    assert "批示" not in firm
    assert "三日内报方案" not in firm


def test_the_words_are_not_in_the_log_either(cast: Cast) -> None:
    case = instructed(cast)
    events = Event.objects.filter(object_type="case", object_id=case.pk)
    for event in events.prefetch_related("erasables"):
        assert WORDS not in str(event.facts)
        assert WORDS not in str(event.private)


def test_the_scan_opens_for_those_it_is_for(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    with act(cast.he_fan, case) as change:
        attach(
            prepare([png_file(png)]),
            object_type="case", object_id=case.pk, purpose="instruction:1",
            by=person(cast.he_fan).actor,
        )  # fmt: skip
        instruct(change, leader=cast.mayor, text="见批示件", requirement="办好", attachments=[])
    scan = Attachment.objects.get()
    may = {name: may_open(person(getattr(cast, name)), case.pk, scan) for name in (
        "he_fan", "mayor", "lu_yuan", "zhou", "sun", "zhao", "jia",
    )}  # fmt: skip
    assert [name for name, allowed in may.items() if allowed] == ["he_fan", "mayor"]
    shown = case_file(person(cast.lu_yuan), case.pk)
    assert shown is not None
    assert not shown.files


def test_the_reports_paper_opens_for_whoever_may_read_the_report(cast: Cast) -> None:
    case = instructed(cast)
    with act(cast.wu, case) as change:
        sent = png_file(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
        report_on(change, ordinal=1, text="方案见附件", attachments=prepare([sent]))
    paper = Attachment.objects.get()
    assert paper.purpose == "report:1"
    may = {name: may_open(person(getattr(cast, name)), case.pk, paper) for name in (
        "mayor", "zhou", "wu", "he_fan", "inspector", "sun", "zhao", "jia",
    )}  # fmt: skip
    assert [name for name, allowed in may.items() if not allowed] == ["sun", "zhao", "jia"]
    helper = case_file(person(cast.sun), case.pk)
    assert helper is not None
    assert not helper.files


def png_file(data: bytes):  # type: ignore[no-untyped-def]
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("批示.png", data, "image/png")


def test_it_has_a_clock_of_its_own_that_the_answer_does_not_stop(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS, now=MONDAY)
    with act(cast.mayor, case, MONDAY) as change:
        instruct(change, leader=None, text=WORDS, requirement="报方案", due=date(2026, 11, 19))
    clock = Clock.objects.get(case=case, clock=ClockKind.INSTRUCTION)
    assert clock.owner == cast.industry
    assert clock.due_at == datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI)
    with act(cast.zhou, case, MONDAY) as change:
        handling.answer(change, text="办好了", disposition="resolved", signed_by="郑局长")  # type: ignore[arg-type]
    with act(cast.shen_jing, case, MONDAY) as change:
        closing.complete(change)
    clock.refresh_from_db()
    assert clock.stopped_at is None
    with act(cast.zhou, case, MONDAY) as change:
        report_on(change, ordinal=1, text="方案已报")
    clock.refresh_from_db()
    assert clock.stopped_at == MONDAY
    assert not list(verify_clocks())


def test_the_case_is_struck_off_only_after_the_report_was_read(cast: Cast) -> None:
    case = instructed(cast, State.COMPLETED, verdict=Verdict.SOLVED)
    with pytest.raises(NotNow, match="圈阅"), act(cast.lu_yuan, case) as change:
        closing.strike_off(change)
    with pytest.raises(NotNow, match="没有待圈阅"), act(cast.mayor, case) as change:
        mark_read(change, ordinal=1)
    with act(cast.zhou, case) as change:
        report_on(change, ordinal=1, text="已送电")
    with act(cast.inspector, case) as change:
        mark_read(change, ordinal=1, remark="同意")
    with act(cast.lu_yuan, case) as change:
        closing.strike_off(change)
    row = Instruction.objects.get()
    assert (row.state, row.read_by) == ("read", cast.inspector.name)


def test_two_instructions_end_one_by_one(cast: Cast) -> None:
    case = instructed(cast)
    with act(cast.he_fan, case) as change:
        instruct(change, leader=cast.mayor, text="再查电价", requirement="报电价")
    with act(cast.zhou, case) as change:
        report_on(change, ordinal=2, text="电价已查")
    running = Clock.objects.filter(clock=ClockKind.INSTRUCTION, stopped_at__isnull=True)
    assert [clock.sheet for clock in running] == [1]
    with pytest.raises(NotValid), act(cast.zhou, case) as change:
        report_on(change, ordinal=2, text="再报一次")


def test_nobody_writes_in_a_leaders_name_but_the_office(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for user in (cast.zhou, cast.inspector, cast.zhao):
        with pytest.raises(NotYours), act(user, case) as change:
            instruct(change, leader=cast.mayor, text=WORDS, requirement="办")
    with pytest.raises(NotValid), act(cast.he_fan, case) as change:
        instruct(change, leader=cast.zhou, text=WORDS, requirement="办")
    with pytest.raises(NotValid) as empty, act(cast.mayor, case) as change:
        instruct(change, leader=None, text=" ", requirement="办")
    assert "上传批示件" in empty.value.reason
    assert not Event.objects.filter(kind=Verb.INSTRUCT).exists()
