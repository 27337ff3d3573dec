"""签发: an answer is signed by whom the scheme names, here or on paper."""

from contextlib import AbstractContextManager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast, official_user, person
from tests.interfaces.desk import scenes
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import Prepared, prepare
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.actions import closing, handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.approval_schemes.actions import (
    choose_approval_scheme,
    draft_answer,
    load_signing_schemes,
    publish_approval_scheme,
    return_draft,
    sign_answer,
)
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow, may_sign, needed_rank
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import ClockKind, Disposition, Rank, State, Verb
from zhuqi.ledgers.cases.models import ApprovalScheme, Case, Clock, Draft
from zhuqi.ledgers.cases.queries import tasks
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.file_access import may_open

TEXT = "增容手续已办结，十二月五日送电。"


def act(user: User, case: Case) -> AbstractContextManager[CaseChange]:
    return open_case(case.pk, by=person(user))


def adopt(cast: Cast, code: str = "tier-and-disposition") -> None:
    load_signing_schemes(by=SYSTEM)
    choose_approval_scheme(office=cast.city_office, code=code, by=SYSTEM)


def drafted(cast: Cast, disposition: Disposition = Disposition.RESOLVED) -> Case:
    adopt(cast)
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with act(cast.zhou, case) as change:
        draft_answer(change, text=TEXT, disposition=disposition, attachments=paper("现场.png"))
    case.refresh_from_db()
    return case


def paper(name: str) -> list[Prepared]:
    data = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    return prepare([SimpleUploadedFile(name, data, "image/png")])


def deputy(cast: Cast) -> User:
    return official_user("葛副局", "ge", cast.industry, Role.UNIT_DEPUTY, title="副局长")


def answered(user: User, case: Case, disposition: Disposition, **more: object) -> None:
    with act(user, case) as change:
        handling.answer(
            change,
            text=TEXT,
            disposition=disposition,
            signed_by="郑局长",
            **more,  # type: ignore[arg-type]
        )


def test_a_scan_of_the_signed_paper_counts_and_a_typed_name_alone_does_not(cast: Cast) -> None:
    adopt(cast)
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with pytest.raises(NotValid) as refusal:
        answered(cast.zhou, case, Disposition.RESOLVED)
    assert "须由分管领导签发" in refusal.value.reason
    answered(cast.zhou, case, Disposition.RESOLVED, scan=paper("签发件.png"))
    assert case.answers.get().proof == "paper"
    scan = Attachment.objects.get()
    assert may_open(person(cast.shen_jing), case.pk, scan)
    with act(cast.shen_jing, case) as change:
        closing.complete(change)
    # The firm gets the answer, never the paper with the signatures inside government.
    assert not may_open(person(cast.zhao), case.pk, scan)


def test_an_office_without_a_scheme_takes_the_name_as_written(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    answered(cast.zhou, case, Disposition.EXPLAINED)
    assert case.answers.get().proof == ""
    load_signing_schemes(by=SYSTEM)
    choose_approval_scheme(office=cast.city_office, code="head-signs-all", by=SYSTEM)
    choose_approval_scheme(office=cast.city_office, code="", by=SYSTEM)
    other = scenes.case_in(cast, State.IN_PROGRESS, title="第二件")
    answered(cast.zhou, other, Disposition.EXPLAINED)


def test_the_draft_waits_for_the_head_and_nobody_outside_reads_it(cast: Cast) -> None:
    case = drafted(cast)
    assert [t.verb for t in tasks(person(cast.head_zheng), case.submitted_at)] == [Verb.SIGN_ANSWER]
    file = Attachment.objects.get()
    for user, may in ((cast.zhou, True), (cast.head_zheng, True), (cast.shen_jing, False)):
        assert may_open(person(user), case.pk, file) is may
        shown = case_file(person(user), case.pk)
        assert shown is not None
        assert bool(shown.files) is may
        assert TEXT not in "".join(m.text for m in shown.moments)
    # The unit's clock runs on until the signature.
    assert Clock.objects.get(case=case, clock=ClockKind.RESOLVE).stopped_at is None
    with pytest.raises(NotNow, match="等待签发"):
        answered(cast.zhou, case, Disposition.RESOLVED, scan=paper("签发件.png"))
    with act(cast.head_zheng, case) as change:
        sign_answer(change, text=TEXT + "请企业验收。")
    case.refresh_from_db()
    assert case.state == State.ANSWERED
    answer = case.answers.get()
    assert (answer.signed_by, answer.proof, answer.author) == (
        cast.head_zheng.name, "system", cast.zhou.pk,
    )  # fmt: skip
    assert answer.text.endswith("验收。")
    assert Attachment.objects.get().purpose == "answer:1"
    assert Clock.objects.get(case=case, clock=ClockKind.RESOLVE).stopped_at is not None
    assert not list(verify_clocks())


def test_a_deputy_signs_what_is_ordinary_and_solved_and_no_more(cast: Cast) -> None:
    ge = deputy(cast)
    plain = drafted(cast)
    hard = scenes.case_in(cast, State.IN_PROGRESS, title="解释类")
    with act(cast.zhou, hard) as change:
        draft_answer(change, text=TEXT, disposition=Disposition.EXPLAINED)
    [queue] = tasks(person(ge), plain.submitted_at)
    assert queue.rows == [plain]
    with pytest.raises(NotNow, match="须由主要负责人签发"), act(ge, hard) as change:
        sign_answer(change)
    with act(ge, plain) as change:
        sign_answer(change)
    with act(cast.head_zheng, hard) as change:
        sign_answer(change)


def test_a_draft_sent_back_is_written_again(cast: Cast) -> None:
    case = drafted(cast)
    with act(cast.head_zheng, case) as change:
        return_draft(change, reason="请写明日期")
    with pytest.raises(NotNow, match="没有待签发"), act(cast.head_zheng, case) as change:
        sign_answer(change)
    with act(cast.zhou, case) as change:
        draft_answer(change, text=TEXT, disposition=Disposition.RESOLVED)
    assert [d.state for d in Draft.objects.all()] == ["returned", "waiting"]


def test_who_holds_the_rank_submits_without_a_paper(cast: Cast) -> None:
    adopt(cast)
    case = scenes.case_in(cast, State.IN_PROGRESS)
    answered(cast.head_zheng, case, Disposition.EXPLAINED)
    assert case.answers.get().proof == "system"


def test_a_scheme_catches_every_case_or_is_refused(cast: Cast) -> None:
    adopt(cast)
    scheme = ApprovalScheme.objects.get(code="head-signs-all")
    with pytest.raises(NotValid):
        publish_approval_scheme(
            scheme=scheme, rules=[ApprovalRow(Rank.HEAD, tier="complex")], by=SYSTEM
        )
    version = publish_approval_scheme(scheme=scheme, rules=[ApprovalRow(Rank.DEPUTY)], by=SYSTEM)
    assert version.number == 2


ROWS = st.lists(
    st.builds(
        ApprovalRow,
        rank=st.sampled_from(list(Rank)),
        tier=st.sampled_from(["", "ordinary", "major"]),
        disposition=st.sampled_from(["", "resolved", "explained"]),
    )
)


@given(ROWS, st.sampled_from(["ordinary", "major"]), st.sampled_from(["resolved", "explained"]))
def test_the_most_specific_row_decides(
    rows: list[ApprovalRow], tier: str, disposition: str
) -> None:
    found = needed_rank(rows, tier=tier, disposition=disposition)
    fitting = [r for r in rows if r.tier in {"", tier} and r.disposition in {"", disposition}]
    assert (found is None) == (not fitting)
    exact = [r.rank for r in fitting if r.tier and r.disposition]
    if exact:
        assert found == exact[0]


def test_a_higher_rank_signs_for_a_lower_one_only() -> None:
    assert may_sign(Rank.HEAD, Rank.DEPUTY)
    assert may_sign(Rank.HEAD, Rank.HEAD)
    assert not may_sign(Rank.DEPUTY, Rank.HEAD)
    assert not may_sign(None, Rank.DEPUTY)
