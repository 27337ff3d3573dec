"""催办单、问效建议单、督办通知、商请函: numbered, signed for, answered; and who knows of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from tests.scenes import steps
from tests.scenes.life import MONDAY
from tests.scenes.supervision import TEXT, URGED, in_hand, sheet_in, written
from tests.together import together
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.accounts.actions.deputies import name_deputy
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.papers.models import Series
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.foundation.search.models import SearchText
from zhuqi.foundation.search.queries import matching
from zhuqi.foundation.workdays import in_shanghai
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.contributions import other_moments, other_offers
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Boundary, Case, Involvement, Recusal, RecusalKind
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.sheets.actions import release
from zhuqi.ledgers.cases.transfers.actions import transfer
from zhuqi.mechanisms.supervision import actions, queries
from zhuqi.mechanisms.supervision.actions import SHEETS
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState, SheetVerb
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.notifications import NOTICES
from zhuqi.mechanisms.supervision.searching import readings

K, S = SheetKind, SheetState


def act(sheet: SupervisionSheet, by: Person, verb: SheetVerb, **typed: object) -> None:
    """As a page does it."""
    doing: dict[SheetVerb, Callable[..., None]] = {
        SheetVerb.ISSUE: actions.issue,
        SheetVerb.SIGN: actions.sign,
        SheetVerb.REPLY: actions.reply,
        SheetVerb.WITHDRAW: actions.withdraw,
    }
    with SHEETS.open(sheet.pk, by=by, now=URGED) as change:
        doing[verb](change, **typed)


def log_of(sheet: SupervisionSheet) -> list[Event]:
    return list(Event.objects.filter(object_type="supervision", object_id=sheet.pk).order_by("seq"))


def seen(sheet: SupervisionSheet, *users: User) -> list[bool]:
    return [queries.sheets(person(one).scope).filter(pk=sheet.pk).exists() for one in users]


def test_an_urging_goes_out_at_once_with_number_and_time_for_a_reply(cast: Cast) -> None:
    sheet = written(cast)
    assert (sheet.state, str(sheet), sheet.office) == (
        S.ISSUED, "催办单〔2026〕1号", cast.city_office,
    )  # fmt: skip
    # Monday and three working days, to the end of office.
    assert sheet.due_at is not None
    assert f"{in_shanghai(sheet.due_at):%a %d %H:%M}" == "Thu 19 18:00"
    [issued] = log_of(sheet)
    assert issued.kind == "supervision.issue"
    assert issued.facts["number"] == "〔2026〕1号"
    assert (issued.facts["case"], issued.facts["unit"]) == (sheet.case_id, cast.industry.pk)
    assert dict(issued.private) == {"text": TEXT}


def test_each_kind_and_year_has_its_own_numbers_and_a_refusal_takes_none(cast: Cast) -> None:
    first, other = (
        in_hand(cast),
        scenes.case_in(cast, State.IN_PROGRESS, title="另一件", now=MONDAY),
    )
    written(cast, case=first)
    with pytest.raises(NotValid, match="工作日"):
        actions.write(
            case=other, kind=K.URGING, unit=cast.industry, text=TEXT, limit=0,
            by=person(cast.he_fan), now=URGED,
        )  # fmt: skip
    with pytest.raises(SecretMark):
        actions.write(
            case=other, kind=K.URGING, unit=cast.industry, text="机密★5年：配套工程图纸。",
            limit=3, by=person(cast.he_fan), now=URGED,
        )  # fmt: skip
    assert str(written(cast, case=other)) == "催办单〔2026〕2号"
    assert str(written(cast, K.REQUEST, case=other, unit=cast.power)) == "商请函〔2026〕1号"
    assert Series.objects.get(code=K.URGING).last == 2


def test_what_needs_a_signature_is_drafted_and_numbered_when_it_is_signed(cast: Cast) -> None:
    draft = written(cast, K.EFFECTIVENESS)
    assert (draft.state, draft.number, draft.due_at) == (S.DRAFTED, "", None)
    # A draft is nobody's but the office's.
    assert seen(draft, cast.lu_yuan, cast.zhou, cast.head_zheng) == [True, False, False]
    with pytest.raises(NotYours):
        act(draft, person(cast.he_fan), SheetVerb.ISSUE, text=TEXT, limit=3)
    act(draft, person(cast.lu_yuan), SheetVerb.ISSUE, text="请五日内回复。", limit=5)
    draft.refresh_from_db()
    assert (str(draft), draft.text, draft.limit) == ("问效建议单〔2026〕1号", "请五日内回复。", 5)
    assert seen(draft, cast.zhou, cast.mayor, cast.inspector) == [True, True, True]
    with pytest.raises(NotNow):
        act(draft, person(cast.lu_yuan), SheetVerb.ISSUE, text=TEXT, limit=3)
    assert Series.objects.get().last == 1


def test_a_dropped_draft_takes_no_number_and_nobody_else_hears_of_it(cast: Cast) -> None:
    draft = written(cast, K.NOTICE)
    act(draft, person(cast.shen_jing), SheetVerb.WITHDRAW, reason="不发了")
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (S.WITHDRAWN, "")
    assert seen(draft, cast.he_fan, cast.zhou, cast.inspector) == [True, False, True]
    assert not Series.objects.exists()


def test_the_unit_signs_then_replies_once(cast: Cast) -> None:
    sheet = written(cast)
    zhou = person(cast.zhou)
    with pytest.raises(NotNow, match="先签收才能回复"):
        act(sheet, zhou, SheetVerb.REPLY, reply="在办。")
    act(sheet, zhou, SheetVerb.SIGN)
    with pytest.raises(NotNow):
        act(sheet, zhou, SheetVerb.SIGN)
    with pytest.raises(NotValid, match="回复"):
        act(sheet, zhou, SheetVerb.REPLY, reply=" ")
    act(sheet, zhou, SheetVerb.REPLY, reply="变压器周五到货。")
    with pytest.raises(NotNow) as over:
        act(sheet, person(cast.he_fan), SheetVerb.WITHDRAW, reason="发错")
    assert over.value.state == "已回复"
    for user in (cast.he_fan, cast.sun, cast.zhao):
        with pytest.raises(NotYours):
            act(sheet, person(user), SheetVerb.SIGN)


@pytest.mark.parametrize(
    ("kind", "unit", "why"),
    [
        (K.URGING, "power", "只发商请函"),
        (K.NOTICE, "power", "只发商请函"),
        (K.REQUEST, "industry", "不用商请函"),
        (K.URGING, "housing", "没有在办"),
        (K.NOTICE, "county_office", "没有在办"),
    ],
)
def test_who_may_get_which_sheet(cast: Cast, kind: SheetKind, unit: str, why: str) -> None:
    with pytest.raises(NotNow, match=why):
        written(cast, kind, unit=getattr(cast, unit))
    assert not SupervisionSheet.objects.exists()


def test_the_county_that_handed_a_case_up_gets_a_notice_and_no_urging(cast: Cast) -> None:
    case = in_hand(cast)
    Case.objects.filter(pk=case.pk).update(origin_office=cast.county_office)
    Involvement.objects.create(case=case, unit=cast.county_office, role="origin")
    assert cast.county_office in queries.addressees(Case.objects.get(pk=case.pk))
    with pytest.raises(NotNow, match="没有在办"):
        written(cast, case=case, unit=cast.county_office)
    notice = written(cast, K.NOTICE, case=case, unit=cast.county_office)
    act(notice, person(cast.lu_yuan), SheetVerb.ISSUE, text=TEXT, limit=3)
    assert seen(notice, cast.qin_lan, cast.zhou) == [True, False]
    act(notice, person(cast.qin_lan), SheetVerb.SIGN)


def test_only_registrars_and_reviewers_of_the_cases_office_write(cast: Cast) -> None:
    case = in_hand(cast)
    users = (cast.lu_yuan, cast.qin_lan, cast.zhou, cast.mayor, cast.inspector, cast.lin, cast.zhao)
    for user in users:
        with pytest.raises(NotYours):
            actions.write(
                case=case, kind=K.URGING, unit=cast.industry, text=TEXT, limit=3,
                by=person(user), now=URGED,
            )  # fmt: skip


def test_one_that_is_open_is_named_until_it_is_overdue(cast: Cast) -> None:
    case = in_hand(cast)
    first = written(cast, case=case)
    with pytest.raises(NotNow, match="已有未回复的催办单〔2026〕1号"):
        written(cast, case=case)
    written(cast, K.NOTICE, case=case)
    with pytest.raises(NotNow, match="已有待签发的督办通知"):
        written(cast, K.NOTICE, case=case)
    assert first.due_at is not None
    assert written(cast, case=case, now=first.due_at).number == "〔2026〕2号"


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_issue_one_and_others_leave_no_gap(cast: Cast) -> None:
    first, other = (
        in_hand(cast),
        scenes.case_in(cast, State.IN_PROGRESS, title="另一件", now=MONDAY),
    )

    def press(case: Case) -> Callable[[], object]:
        return lambda: written(cast, case=case).number

    numbers, refusals = together(press(first), press(first), press(other))
    assert sorted(map(str, numbers)) == ["〔2026〕1号", "〔2026〕2号"]
    [refusal] = refusals
    assert "已有未回复的催办单" in refusal.reason


def test_a_matter_that_may_only_be_transferred_is_never_urged(cast: Cast) -> None:
    case = in_hand(cast)
    Case.objects.filter(pk=case.pk).update(boundary=Boundary.objects.get(code="suit"))
    with pytest.raises(NotNow, match="不能催办督办"):
        written(cast, case=case)
    case.refresh_from_db()
    [offer] = other_offers(case, person(cast.he_fan), URGED)
    assert "不能催办督办" in offer.reason
    assert not list(other_offers(case, person(cast.zhou), URGED))


def test_a_case_nobody_has_in_hand_is_not_urged(cast: Cast) -> None:
    with pytest.raises(NotNow, match="现在是“已办结”"):
        written(cast, case=scenes.case_in(cast, State.COMPLETED, now=MONDAY))
    with pytest.raises(NotNow, match="已经反馈"):
        written(cast, case=scenes.case_in(cast, State.ANSWERED, now=MONDAY))


def test_what_ends_the_case_ends_what_is_asked_about_it(cast: Cast) -> None:
    case = in_hand(cast)
    urging, draft = written(cast, case=case), written(cast, K.NOTICE, case=case)
    request = written(cast, K.REQUEST, case=case, unit=cast.power)
    # The power company's sheet is taken back: its request lapses, the bureau's urging does not.
    with open_case(case.pk, by=person(cast.he_fan), now=URGED) as work:
        [helping] = work.releasable
        release(work, sheet=helping.sheet, reason="不用了")
    states = {s.pk: s.state for s in SupervisionSheet.objects.all()}
    assert states == {urging.pk: S.ISSUED, draft.pk: S.DRAFTED, request.pk: S.LAPSED}
    steps.answer(case, cast.zhou, "已送电。", signed_by="郑局长", now=URGED)
    urging.refresh_from_db()
    assert urging.state == S.ISSUED
    steps.complete(case, cast.shen_jing, URGED)
    assert {s.state for s in SupervisionSheet.objects.all()} == {S.LAPSED}
    assert log_of(urging)[-1].who == "系统"
    with pytest.raises(NotNow):
        act(urging, person(cast.zhou), SheetVerb.SIGN)


def test_of_a_matter_of_which_no_copy_is_kept_no_sheet_keeps_one(cast: Cast) -> None:
    case = in_hand(cast)
    written(cast, case=case)
    with open_case(case.pk, by=person(cast.lu_yuan), now=URGED) as work:
        transfer(
            work,
            boundary=Boundary.objects.get(code="discipline"),
            organ="市纪委监委",
            reason="线索",
        )
    sheet = SupervisionSheet.objects.get()
    assert sheet.state == S.LAPSED
    office = person(cast.he_fan).scope
    assert queries.sheets(office).get().text == ""
    erase_content(case.pk, by=SYSTEM, reason="已收到回执", now=URGED)
    sheet.refresh_from_db()
    assert (sheet.text, sheet.number) == ("", "〔2026〕1号")
    assert dict(log_of(sheet)[0].private) == {"text": None}
    assert not SearchText.objects.filter(kind="supervision", text__contains="抓紧").exists()


def test_nobody_sees_it_who_has_nothing_to_do_with_it(cast: Cast) -> None:
    sheet = written(cast)
    assert all(seen(sheet, cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.zhou, cast.head_zheng))
    assert not any(
        seen(
            sheet, cast.zhao, cast.lin, cast.sun, cast.qin_lan, cast.yu_registrar, cast.ma,
            cast.system_admin, cast.audit_admin, cast.keeper,
        )
    )  # fmt: skip


def test_who_keeps_away_sees_none_and_gets_none(cast: Cast) -> None:
    case = in_hand(cast)
    sheet = written(cast, case=case)
    with open_case(case.pk, by=person(cast.shen_jing), now=URGED) as work:
        secrecy.recuse(work, kind=RecusalKind.RELATION, person=cast.he_fan, reason="亲属关系")
    # A unit that holds a sheet is not recused before that is taken back; this one is all the same.
    Recusal.objects.create(
        case=case, unit=cast.industry, at=URGED, by="沈静", kind=RecusalKind.RELATION
    )
    assert seen(sheet, cast.zhou, cast.he_fan, cast.shen_jing) == [False, False, True]
    assert NOTICES.notify_of(log_of(sheet)[0].pk) == 0
    with pytest.raises(NotYours):
        written(cast, K.NOTICE, case=case)
    with pytest.raises(NotNow, match="应当回避"):
        actions.write(
            case=case, kind=K.NOTICE, unit=cast.industry, text=TEXT, limit=3,
            by=person(cast.shen_jing), now=URGED,
        )  # fmt: skip


def test_a_hidden_firm_stays_hidden_in_text_search_and_timeline(cast: Cast) -> None:
    case = scenes.confidential(cast)
    sheet = actions.write(
        case=case, kind=K.URGING, unit=cast.industry, limit=3, by=person(cast.he_fan),
        text=f"{cast.diamond.name}等了两个月，请抓紧。",
    )  # fmt: skip
    told = {}
    for user in (cast.he_fan, cast.zhou):
        by = person(user)
        [row] = queries.sheets(by.scope)
        found = matching(queries.sheets(by.scope), "钻石公司", readings(by.scope))
        own = Case.objects.visible_to(by.scope).get(pk=case.pk)
        [moment] = other_moments(own, by, URGED, outside=False)
        told[user] = (cast.diamond.name in row.text, found.exists(), moment.text == sheet.text)
        assert (cast.diamond.name in moment.text) is (user == cast.he_fan)
    assert told == {cast.he_fan: (True, True, True), cast.zhou: (False, False, False)}
    with pytest.raises(ValueError, match="can't be saved"):
        queries.sheets(person(cast.zhou).scope).get().save()
    own = Case.objects.visible_to(person(cast.zhao).scope).get(pk=case.pk)
    assert not other_moments(own, person(cast.zhao), URGED, outside=True)


def test_the_unit_is_told_at_issuing_and_the_office_at_reply(cast: Cast) -> None:
    sheet = written(cast)
    assert NOTICES.notify_of(log_of(sheet)[0].pk) == 2
    told = Message.objects.filter(object_type="supervision")
    assert {one.user for one in told} == {cast.zhou, cast.wu}
    assert {one.title for one in told} == {"收到催办单〔2026〕1号，请签收"}
    assert NOTICES.notify_of(log_of(sheet)[0].pk) == 0
    act(sheet, person(cast.zhou), SheetVerb.SIGN)
    act(sheet, person(cast.zhou), SheetVerb.REPLY, reply="周五到货。")
    assert NOTICES.notify_of(log_of(sheet)[-1].pk) == 2
    assert {one.user for one in told.filter(title__contains="已回复")} == {
        cast.he_fan, cast.shen_jing,
    }  # fmt: skip
    assert cast.diamond.name not in "".join(one.title + one.body for one in told.all())


def test_a_deputy_signs_in_the_place_of_the_absent(cast: Cast) -> None:
    sheet, deputy = written(cast), official_user("代周", "daizhou", cast.industry, Role.LIAISON)
    name_deputy(
        absent=cast.zhou, deputy=deputy, unit=cast.industry, since=URGED.date(),
        until=URGED.date() + timedelta(days=2), why="年休假", by=person(cast.zhou), now=URGED,
    )  # fmt: skip
    act(sheet, person_of(deputy, URGED), SheetVerb.SIGN)
    assert log_of(sheet)[-1].who == "代周（代周工）"


def test_what_a_person_has_to_do_and_what_the_office_waits_for(cast: Cast) -> None:
    sheet = sheet_in(cast, S.SIGNED)
    office, unit = person(cast.he_fan).scope, person(cast.zhou).scope
    assert sheet.due_at is not None
    assert queries.sheets(unit).filter(queries.to_answer(unit)).get() == sheet
    before, after = sheet.due_at - timedelta(minutes=1), sheet.due_at
    assert not queries.sheets(office).filter(queries.unanswered(office, before)).exists()
    assert queries.sheets(office).filter(queries.unanswered(office, after)).exists()
    assert not queries.sheets(unit).filter(queries.unanswered(unit, after)).exists()


def test_how_late_a_unit_is_is_counted_in_working_days(cast: Cast) -> None:
    case = in_hand(cast)
    running = queries.lateness(case, cast.industry, URGED)
    assert running is not None
    assert running.days == 0
    # A weekend counts for nothing.
    late = queries.lateness(case, cast.industry, running.due_at + timedelta(days=7))
    assert late is not None
    assert (late.due_at, late.days) == (running.due_at, 5)
    assert queries.lateness(case, cast.housing, URGED) is None
