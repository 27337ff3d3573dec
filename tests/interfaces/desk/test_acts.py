"""What can be done on a case's page: next steps first, the rest in groups, reasons kept."""

from collections.abc import Callable

from django.test import Client

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import papers
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.next_step import next_clock
from zhuqi.interfaces.desk.cases.verb_groups import Acts, acts_of
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.clocks import CLOCKS
from zhuqi.ledgers.cases.enums import ClockKind, State, Verb, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_file

SignIn = Callable[[User], Client]


def of(user: User, case: Case) -> Acts:
    file = case_file(person(user), case.pk)
    assert file is not None
    return acts_of(file)


def test_every_verb_stands_in_a_group() -> None:
    assert all(page.group for page in verb_pages.VERB_PAGES.values())


def test_everything_offered_stands_on_the_page_once_with_its_reason(cast: Cast) -> None:
    for user, state in (
        (cast.he_fan, State.SUBMITTED),
        (cast.he_fan, State.IN_PROGRESS),
        (cast.zhou, State.IN_PROGRESS),
        (cast.shen_jing, State.ANSWERED),
        (cast.lu_yuan, State.STRUCK_OFF),
        (cast.inspector, State.IN_PROGRESS),
    ):
        verdict = Verdict.SOLVED if state == State.STRUCK_OFF else None
        case = scenes.case_in(cast, state, verdict=verdict)
        file = case_file(person(user), case.pk)
        assert file is not None
        shown = acts_of(file)
        groups = [*shown.groups, *shown.not_now]
        can = [panel.verb for panel in shown.steps]
        can += [panel.verb for group in groups for panel in group.panels]
        cannot = [offer.verb for group in groups for offer in group.refused]
        offered = [offer for offer in file.offers if offer.verb in verb_pages.VERB_PAGES]
        assert sorted(can) == sorted(offer.verb for offer in offered if offer.possible)
        assert sorted(cannot) == sorted(offer.verb for offer in offered if not offer.possible)


def test_the_main_thing_comes_first_with_its_other_way_beside_it(cast: Cast) -> None:
    shown = of(cast.he_fan, scenes.submitted(cast))
    assert [panel.verb for panel in shown.steps[:2]] == [Verb.ACCEPT, Verb.DECLINE]
    assert [panel.main for panel in shown.steps].count(True) == 1
    assert shown.main == shown.steps[0]


def test_a_handler_reports_progress_without_opening_a_group(cast: Cast) -> None:
    shown = of(cast.zhou, scenes.case_in(cast, State.IN_PROGRESS))
    assert [panel.verb for panel in shown.steps][:3] == [Verb.CONTACT, Verb.ANSWER, Verb.PROGRESS]


def test_the_filled_button_is_the_step_the_head_names(cast: Cast) -> None:
    """Else the page says 我的下一步：批示报告 above a filled 提交答复."""
    stops = {spec.clock: spec.stops for spec in CLOCKS}
    instructed = papers.instructed(cast)
    with open_case(instructed.pk, by=person(cast.zhou)) as work:
        handling.contact(work, text="已与企业联系，约定周五上门。")
    named = []
    for user, one in (
        (cast.zhou, instructed),
        (cast.zhou, scenes.case_in(cast, State.IN_PROGRESS)),
        (cast.zhou, scenes.case_in(cast, State.ASSIGNED)),
        (cast.he_fan, scenes.submitted(cast)),
        (cast.he_fan, scenes.case_in(cast, State.ACCEPTED)),
        (cast.shen_jing, scenes.case_in(cast, State.ANSWERED)),
    ):
        file = case_file(person(user), one.pk)
        assert file is not None
        clock, main = next_clock(file), acts_of(file).main
        assert clock is not None
        assert main is not None
        assert main.verb in stops[ClockKind(clock.clock)]
        named.append(clock.clock)
    assert named[:2] == [ClockKind.INSTRUCTION, ClockKind.CONTACT]


def test_a_group_says_what_is_in_it_and_why_the_rest_is_not(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    shown = of(cast.he_fan, case)
    group = next(group for group in shown.groups if str(group.label) == "合并与共性")
    assert "归入共性问题" in group.holds
    assert Verb.UNBUNDLE in [offer.verb for offer in group.refused]
    text = sign_in(cast.he_fan).get(f"/desk/cases/{case.number}/").content.decode()
    assert group.holds in text
    for offer in group.refused:
        assert offer.reason in text


def test_a_few_verbs_need_no_group(cast: Cast) -> None:
    shown = of(cast.lin, scenes.case_in(cast, State.IN_PROGRESS))
    assert shown.steps
    assert shown.groups == []
