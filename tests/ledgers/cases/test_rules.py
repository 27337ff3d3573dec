"""The rules by themselves: what stands in the way of a verb, and what does not.

Each line is one rule with the facts that break it beside the facts that keep it, so that a rule
that always or never refuses is found out; nothing here needs a database.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import (
    AssignmentState,
    CaseRole,
    Disposition,
    State,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.facts import Asked, DisputeFacts, Facts
from zhuqi.ledgers.cases.lifecycle import SHEET
from zhuqi.ledgers.cases.rules import decide, offers, redo_by_itself
from zhuqi.ledgers.cases.verbs import ISSUE

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=SHANGHAI)
LONG_AGO, SOON = NOW - timedelta(days=31), NOW + timedelta(days=1)
S, V, H, A = State, Verb, CaseRole, AssignmentState
ISSUED, SIGNED, DONE = {"own_sheet": A.ISSUED}, {"own_sheet": A.SIGNED}, {"own_sheet": A.ANSWERED}
SOLVED, PARTLY = {"verdict": Verdict.SOLVED}, {"verdict": Verdict.PARTLY}
PLANNED = {"disposition": Disposition.PLANNED}
CLOSED = {"closed_at": LONG_AGO, "reopen_days": 30}

Given = dict[str, Any]


def facts(state: State, *case_roles: CaseRole, **more: Any) -> Facts:
    return Facts(
        state=state,
        roles=frozenset(case_roles),
        now=NOW,
        **{"disputes": DisputeFacts(), **more},
    )


ARGUED = {
    "disputes": DisputeFacts(questions=(Asked("甲", own=False),), argued=(Asked("甲", own=False),))
}
# Every way by which a unit gets a sheet, or another office the case.
GIVE_TO_A_UNIT: tuple[tuple[Verb, State, CaseRole, Given], ...] = (
    (V.ASSIGN, S.ACCEPTED, H.REGISTRAR, {}),
    (V.FORWARD, S.SUBMITTED, H.REGISTRAR, {}),
    (V.ENLIST, S.IN_PROGRESS, H.REGISTRAR, {}),
    (V.SUB_ASSIGN, S.IN_PROGRESS, H.LEAD, SIGNED),
    (V.REASSIGN, S.IN_PROGRESS, H.REVIEWER, ARGUED),
    (V.CONSULT, S.IN_PROGRESS, H.REVIEWER, ARGUED),
)
# Verb, state, case role; what allows it, what stands in the way.
RULES: tuple[tuple[Verb, State, CaseRole, Given, Given], ...] = (
    (V.SIGN, S.ASSIGNED, H.LEAD, ISSUED, SIGNED),
    (V.SIGN, S.IN_PROGRESS, H.CO, ISSUED, SIGNED),
    (V.OPINION, S.IN_PROGRESS, H.CO, SIGNED, ISSUED),
    (V.OPINION, S.IN_PROGRESS, H.CO, SIGNED, DONE),
    (V.PART_ANSWER, S.IN_PROGRESS, H.PART, SIGNED, DONE),
    (V.SUB_ASSIGN, S.IN_PROGRESS, H.LEAD, SIGNED, ISSUED),
    (V.SUB_ASSIGN, S.IN_PROGRESS, H.LEAD, SIGNED, DONE),
    (V.RETURN_PART, S.IN_PROGRESS, H.REGISTRAR, {"to_check": ("甲",)}, {}),
    (V.RELEASE, S.IN_PROGRESS, H.REGISTRAR, {"to_release": ("甲",)}, {}),
    (V.RATE, S.COMPLETED, H.FIRM, {}, SOLVED),
    (V.RATE, S.COMPLETED, H.FIRM, {}, {"no_rating": "不评价"}),
    (V.REDO, S.COMPLETED, H.REVIEWER, PARTLY, SOLVED),
    (V.REDO, S.COMPLETED, H.REVIEWER, PARTLY, {}),
    (V.STRIKE_OFF, S.COMPLETED, H.SIGNER, SOLVED, PARTLY),
    (V.STRIKE_OFF, S.COMPLETED, H.SIGNER, SOLVED, {**SOLVED, **PLANNED}),
    (V.STRIKE_OFF, S.COMPLETED, H.SIGNER, {"rating_due": NOW}, {"rating_due": SOON}),
    (V.STRIKE_OFF, S.COMPLETED, H.SIGNER, {"rating_due": NOW}, {"rating_due": NOW, **PARTLY}),
    (V.STRIKE_OFF, S.COMPLETED, H.SIGNER, {"no_rating": "不评价"}, {}),
    (V.STRIKE_OFF, S.COMPLETED, H.SIGNER, SOLVED, {**SOLVED, "handed_up": True}),
    (V.STRIKE_OFF, S.COMPLETED, H.SIGNER, SOLVED, {**SOLVED, "instructed": frozenset({"open"})}),
    (
        V.STRIKE_OFF, S.COMPLETED, H.SIGNER,
        {**SOLVED, "instructed": frozenset({"read"})},
        {**SOLVED, "instructed": frozenset({"read", "reported"})},
    ),
    (
        V.STRIKE_OFF, S.COMPLETED, H.SIGNER,
        {**SOLVED, "county": "襄城", "strike_off_asked": True}, {**SOLVED, "county": "襄城"},
    ),
    (V.ASK_STRIKE_OFF, S.COMPLETED, H.LEAD, {**SOLVED, "county": "襄城"}, SOLVED),
    (
        V.ASK_STRIKE_OFF, S.COMPLETED, H.LEAD, {**SOLVED, "county": "襄城"},
        {**SOLVED, "county": "襄城", "strike_off_asked": True},
    ),
    (V.REFUSE_STRIKE_OFF, S.COMPLETED, H.SIGNER, {"strike_off_asked": True}, {}),
    (V.CARRY, S.COMPLETED, H.SIGNER, PLANNED, SOLVED),
    (V.CARRY, S.COMPLETED, H.SIGNER, PARTLY, {}),
    (V.CARRY, S.CARRIED, H.SIGNER, {}, {"handed_up": True}),
    (V.REOPEN, S.STRUCK_OFF, H.FIRM, {**CLOSED, "closed_at": NOW - timedelta(days=30)}, CLOSED),
    (V.COMPLETE, S.ANSWERED, H.REVIEWER, {}, {"own_answer": True}),
    (V.COMPLETE, S.ANSWERED, H.REVIEWER, {}, {"parts_open": ("甲",)}),
    (V.COMPLETE, S.ANSWERED, H.REVIEWER, {}, {"withdrawal_asked": True}),
    (V.WITHDRAW, S.IN_PROGRESS, H.REGISTRAR, {"withdrawal_asked": True}, {}),
    (V.KEEP, S.IN_PROGRESS, H.REGISTRAR, {"withdrawal_asked": True}, {}),
    (V.ASK_WITHDRAWAL, S.IN_PROGRESS, H.FIRM, {}, {"withdrawal_asked": True}),
    (V.HAND_OVER, S.IN_PROGRESS, H.LEAD, {"handles_or_heads": True}, {}),
    (V.ESCALATE, S.ACCEPTED, H.REGISTRAR, {"below_the_city": True}, {}),
    (
        V.ESCALATE, S.ACCEPTED, H.REGISTRAR, {"below_the_city": True},
        {"below_the_city": True, "handed_up": True},
    ),
    (V.TAKE_UP, S.ACCEPTED, H.SUPERIOR, {"handed_up": True}, {}),
    (V.SEND_DOWN, S.ACCEPTED, H.SUPERIOR, {"handed_up": True}, {}),
    (V.DECLINE, S.SUBMITTED, H.REGISTRAR, {}, {"handed_up": True}),
    (V.SEND_BACK, S.COMPLETED, H.REGISTRAR, {"from_elsewhere": True}, {}),
    (
        V.SEND_BACK, S.COMPLETED, H.REGISTRAR, {"from_elsewhere": True},
        {"from_elsewhere": True, "fed_back": True},
    ),
    (V.INSTRUCT, S.IN_PROGRESS, H.LEADER, {}, {"no_instruction": "不批示"}),
    (V.REPORT_ON, S.IN_PROGRESS, H.LEAD, {"instructed": frozenset({"open"})}, {}),
    (V.MARK_READ, S.IN_PROGRESS, H.LEADER, {"instructed": frozenset({"reported"})}, {}),
    (V.ANSWER, S.IN_PROGRESS, H.LEAD, {}, {"draft_waits": True}),
    (V.DRAFT_ANSWER, S.IN_PROGRESS, H.LEAD, {}, {"draft_waits": True}),
    (V.SIGN_ANSWER, S.IN_PROGRESS, H.HEAD, {"draft_waits": True}, {}),
    (V.RETURN_DRAFT, S.IN_PROGRESS, H.HEAD, {"draft_waits": True}, {}),
    (V.ASSIGN, S.ACCEPTED, H.REGISTRAR, {}, {"no_assigning": "不交办"}),
    (V.RECEIPT, S.TRANSFERRED, H.SIGNER, {"receipt_owed": True}, {}),
    (V.CONCEAL, S.IN_PROGRESS, H.REGISTRAR, {}, {"confidential": True}),
    (V.UNCONCEAL, S.IN_PROGRESS, H.REVIEWER, {"confidential": True}, {}),
    (
        V.DISCLOSE, S.IN_PROGRESS, H.REGISTRAR,
        {"confidential": True, "has_sheets": True}, {"confidential": True},
    ),
    (V.IDENTIFY, S.SUBMITTED, H.REGISTRAR, {"complained_open": True}, {}),
    (V.COVER, S.SUBMITTED, H.REGISTRAR, {"confidential": True}, {}),
    *(
        (verb, state, role, given, {**given, "complained_open": True})
        for verb, state, role, given in GIVE_TO_A_UNIT
    ),
    *(
        (verb, state, role, given, {**given, "confidential": True, "marks_open": 2})
        for verb, state, role, given in GIVE_TO_A_UNIT
        if verb not in {V.FORWARD, V.SUB_ASSIGN}
    ),
    (V.LIFT_RECUSAL, S.IN_PROGRESS, H.REVIEWER, {"recusals_in_force": True}, {}),
    (V.ACCEPT, S.SUBMITTED, H.REGISTRAR, {}, {"historical": True}),
    (V.RECALL, S.ASSIGNED, H.REGISTRAR, {"lead_sheet": A.ISSUED}, {"lead_sheet": A.SIGNED}),
)  # fmt: skip


def test_every_verb_that_issues_a_sheet_waits_for_the_unit_complained_of() -> None:
    assert {verb for verb, *_rest in GIVE_TO_A_UNIT} == ISSUE | {V.FORWARD}


@pytest.mark.parametrize(("verb", "state", "case_role", "kept", "broken"), RULES)
def test_a_rule_lets_pass_what_keeps_it_and_says_why_it_stops_the_rest(
    verb: Verb, state: State, case_role: CaseRole, kept: Given, broken: Given
) -> None:
    assert decide(facts(state, case_role, **kept), verb).verb == verb
    with pytest.raises(NotNow) as refused:
        decide(facts(state, case_role, **broken), verb)
    assert refused.value.reason
    assert refused.value.state == str(state.label)
    offered = {offer.verb: offer for offer in offers(facts(state, case_role, **broken))}
    assert offered[verb].reason == refused.value.reason


@pytest.mark.parametrize(
    ("verb", "state", "case_role"),
    [
        (V.ACCEPT, S.SUBMITTED, H.REVIEWER),
        (V.ACCEPT, S.SUBMITTED, H.FIRM),
        (V.ANSWER, S.IN_PROGRESS, H.CO),
        (V.COMPLETE, S.ANSWERED, H.LEAD),
        (V.RATE, S.COMPLETED, H.LEAD),
        (V.STRIKE_OFF, S.COMPLETED, H.REVIEWER),
        (V.GRANT_EXTENSION, S.IN_PROGRESS, H.LEAD),
        (V.PAUSE, S.IN_PROGRESS, H.LEAD),
        (V.UPHOLD, S.IN_PROGRESS, H.LEAD),
        (V.UNCONCEAL, S.IN_PROGRESS, H.LEAD),
        (V.MARK_READ, S.IN_PROGRESS, H.LEAD),
        (V.INSTRUCT, S.IN_PROGRESS, H.LEAD),
        (V.TRANSFER, S.ACCEPTED, H.REGISTRAR),
        (V.TAKE_UP, S.ACCEPTED, H.REGISTRAR),
    ],
)
def test_whose_it_is_not_is_told_so_whatever_the_state(
    verb: Verb, state: State, case_role: CaseRole
) -> None:
    with pytest.raises(NotYours):
        decide(facts(state, case_role), verb)
    assert verb not in {offer.verb for offer in offers(facts(state, case_role))}


@pytest.mark.parametrize(
    ("verb", "state", "case_role", "to"),
    [
        (V.ACCEPT, S.SUBMITTED, H.REGISTRAR, S.ACCEPTED),
        (V.ASSIGN, S.ACCEPTED, H.REGISTRAR, S.ASSIGNED),
        (V.ANSWER, S.IN_PROGRESS, H.LEAD, S.ANSWERED),
        (V.RETURN, S.ANSWERED, H.REVIEWER, S.IN_PROGRESS),
        (V.COMPLETE, S.ANSWERED, H.REVIEWER, S.COMPLETED),
        (V.WITHDRAW, S.ACCEPTED, H.FIRM, S.WITHDRAWN),
        (V.REOPEN, S.DECLINED, H.REGISTRAR, S.SUBMITTED),
        (V.NOTE, S.STRUCK_OFF, H.SIGNER, None),
    ],
)
def test_where_a_verb_leads(
    verb: Verb, state: State, case_role: CaseRole, to: State | None
) -> None:
    assert decide(facts(state, case_role), verb).to == to


@pytest.mark.parametrize(
    ("verb", "state", "case_role"),
    [
        (V.ACCEPT, S.ACCEPTED, H.REGISTRAR),
        (V.WITHDRAW, S.IN_PROGRESS, H.FIRM),
        (V.ANSWER, S.ANSWERED, H.LEAD),
        (V.STRIKE_OFF, S.CARRIED, H.SIGNER),
        (V.REOPEN, S.TERMINATED, H.FIRM),
    ],
)
def test_what_does_not_fit_the_state_names_the_state(
    verb: Verb, state: State, case_role: CaseRole
) -> None:
    with pytest.raises(NotNow, match=str(state.label)):
        decide(facts(state, case_role), verb)


def test_an_imported_case_may_still_be_noted_and_tagged() -> None:
    for verb in (V.NOTE, V.TAG):
        assert decide(facts(S.STRUCK_OFF, H.SIGNER, historical=True), verb).verb == verb


def test_the_window_for_reopening_binds_the_firm_not_the_office() -> None:
    assert decide(facts(S.STRUCK_OFF, H.REVIEWER, **CLOSED), V.REOPEN).to == S.IN_PROGRESS
    with pytest.raises(NotNow, match="持续跟踪"):
        decide(facts(S.CARRIED, H.FIRM), V.REOPEN)


def test_the_system_hands_over_whatever_an_administrator_ordered() -> None:
    assert decide(facts(S.IN_PROGRESS, H.SYSTEM), V.HAND_OVER).verb == V.HAND_OVER


def test_not_solved_reopens_by_itself_only_what_was_called_solved_and_up_to_the_cap() -> None:
    given: Given = {"verdict": Verdict.NOT_SOLVED, "disposition": Disposition.RESOLVED}
    assert redo_by_itself(facts(S.COMPLETED, H.FIRM, **given, round=2, redo_cap=2))
    assert not redo_by_itself(facts(S.COMPLETED, H.FIRM, **given, round=3, redo_cap=2))
    assert not redo_by_itself(facts(S.COMPLETED, H.FIRM, **{**given, **PARTLY}, redo_cap=2))
    assert not redo_by_itself(facts(S.COMPLETED, H.FIRM, **{**given, **PLANNED}, redo_cap=2))


def test_a_sheet_comes_back_to_its_unit_when_the_case_is_done_again() -> None:
    assert {SHEET.after(state, V.REDO) for state in (A.ANSWERED, A.CLOSED)} == {A.SIGNED}
    assert SHEET.after(A.ISSUED, V.RECALL) == A.RECALLED
