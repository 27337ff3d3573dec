"""What is known of a verb stands in its spec and its rows, and the two do not contradict."""

from zhuqi.ledgers.cases.clocks import CLOCKS
from zhuqi.ledgers.cases.enums import (
    LIVE_STATES,
    AssignmentState,
    CaseRole,
    ExtensionOutcome,
    ObjectionOutcome,
    PauseOutcome,
    Verb,
)
from zhuqi.ledgers.cases.lifecycle import CASE, EXTENSION, OBJECTION, PAUSE, SHEET
from zhuqi.ledgers.cases.verbs import (
    ANSWERS,
    CAME_IN,
    END_ALL,
    ISSUE,
    SPECS,
    Audience,
    Fate,
    FirmReads,
    To,
)

# Nobody is asked whether it may be done now.
WITHOUT_A_ROW = {
    Verb.SUBMIT: "begins a case",
    Verb.REGISTER: "begins a case",
    Verb.IMPORT: "begins a case",
    Verb.SPLIT_OFF: "begins a case: the second of one that was split",
    Verb.PACK: "opens what was sealed when it was transferred, and changes nothing",
    Verb.RECOMPUTE: "the calendar did it",
    Verb.END_WITH_MAIN: "the main case ended",
    Verb.GO_ON_WITH_MAIN: "the main case was taken up again",
}


def test_every_verb_has_its_spec_and_a_row_or_a_reason_to_have_none() -> None:
    assert list(SPECS.keys() ^ set(Verb)) == []
    assert {row.verb for row in CASE.steps} ^ set(Verb) == WITHOUT_A_ROW.keys()


def test_what_leads_out_of_the_ledger_ends_its_clocks() -> None:
    closing = {row.verb for row in CASE.steps if row.to is not None and row.to not in LIVE_STATES}
    elsewhere = {Verb.TAKE_UP, Verb.FORWARD, Verb.IMPORT}
    assert closing | elsewhere == END_ALL


def test_whatever_ends_a_case_says_what_becomes_of_those_merged_into_it() -> None:
    """For each way out of what is live there is a fate, and for each way back one too; a merged
    case that ended with the main one goes on with it."""
    for row in CASE.steps:
        fate = SPECS[row.verb].merged
        if row.to is None or row.verb == Verb.MERGE:
            assert fate == Fate.STAYS, row.verb
        elif row.to not in LIVE_STATES:
            assert fate in {Fate.ENDS, Fate.COMES_BACK}, row.verb
        elif not row.states & LIVE_STATES and row.verb != Verb.UNMERGE:
            assert fate == Fate.GOES_ON, row.verb
        elif row.states <= LIVE_STATES:
            assert fate == Fate.STAYS, row.verb


def test_a_unit_answers_by_the_verbs_that_its_sheet_calls_so() -> None:
    answered = {row.verb for row in SHEET.moves if row.to == AssignmentState.ANSWERED}
    assert answered == ANSWERS


def test_the_clocks_of_sheets_begin_with_the_verbs_that_issue_them() -> None:
    starting = frozenset[Verb]().union(*(spec.starts for spec in CLOCKS if spec.on_sheets))
    again = {Verb.RETURN_PART, Verb.OBJECT, Verb.ASK_EXTENSION}
    assert starting - again == ISSUE


def test_the_firm_is_told_of_nothing_it_may_not_read_of() -> None:
    hidden = {Audience.INSIDE, Audience.RECUSAL, Audience.NOBODY}
    for verb, spec in SPECS.items():
        if spec.audience in hidden:
            assert spec.firm_reads == FirmReads.TEXT, verb
            assert not {line.to for line in spec.notifies} & {To.FIRM, To.CHAMBER, To.LIAISON}, verb


def test_what_the_firm_does_itself_it_reads_of() -> None:
    own = {row.verb for row in CASE.steps if CaseRole.FIRM in row.roles} | CAME_IN
    assert {SPECS[verb].audience for verb in own} == {Audience.EVERYONE}


def test_what_was_asked_about_a_sheet_ends_with_every_verb_that_ends_its_work() -> None:
    working = {AssignmentState.ISSUED, AssignmentState.SIGNED}
    ending = {row.verb for row in SHEET.moves if row.states & working and row.to not in working}
    for verb in ending | (END_ALL - CAME_IN):
        extension, objection = ExtensionOutcome.WAITING, ObjectionOutcome.WAITING
        assert EXTENSION.after(extension, verb) == ExtensionOutcome.LAPSED, verb
        assert OBJECTION.move(objection, verb, ObjectionOutcome.LAPSED), verb
        assert PAUSE.after(PauseOutcome.RUNNING, verb) == PauseOutcome.ENDED, verb
        assert PAUSE.after(PauseOutcome.WAITING, verb) == PauseOutcome.LAPSED, verb
