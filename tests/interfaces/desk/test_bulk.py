"""Many rows at once: chosen, looked at before, pressed once, done as by hand, and taken back."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import steps
from zhuqi.foundation.access import NotNow
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Tag
from zhuqi.foundation.jobs import actions as job_actions
from zhuqi.foundation.jobs.enums import JobState, LineState
from zhuqi.foundation.jobs.models import Job
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.interfaces.desk.cases.verb_pages import VERB_PAGES
from zhuqi.interfaces.shell.bulk import choosing, jobs
from zhuqi.interfaces.shell.bulk.declared import BULKS
from zhuqi.interfaces.shell.bulk.filtering import JOB, OUTCOME
from zhuqi.interfaces.shell.forms import FilesField
from zhuqi.ledgers.cases.enums import State, Verb, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading import several
from zhuqi.ledgers.cases.reading.case_view import case_file

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LEDGER = "/desk/ledger/"


def picking(cases: Sequence[Case]) -> str:
    return "&".join(f"pick={case.pk}" for case in cases)


def address(verb: Verb, query: str) -> str:
    return f"/desk/ledger/bulk/{verb.value}/?{query}"


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


def looked_at(client: Client, verb: Verb, query: str) -> str:
    answer = client.get(address(verb, query))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def press(client: Client, verb: Verb, query: str, page: str = "", **typed: Any) -> Any:
    """The button of a page looked at before, else of one looked at now."""
    page = page or looked_at(client, verb, query)
    sent = {"rows": hidden(page, "rows"), "key": hidden(page, "key"), **typed}
    return client.post(address(verb, query), sent)


def job_of(answer: Any) -> Job:
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.get(pk=int(answer["Location"].strip("/").rsplit("/", 1)[-1]))


def states(cases: Sequence[Case]) -> list[str]:
    found = dict(Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("pk", "state"))
    return [found[case.pk] for case in cases]


def accepted(cast: Cast, n: int) -> list[Case]:
    return [scenes.case_in(cast, State.ACCEPTED, title=f"第{at}件") for at in range(n)]


def kinds(case: Case) -> list[str]:
    events = Event.objects.filter(object_type="case", object_id=case.pk).order_by("seq")
    return [event.kind for event in events]


# The list ----------------------------------------------------------------------------------------


def test_rows_can_be_ticked_by_whoever_could_do_something_to_them(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.submitted(cast)
    text = sign_in(cast.he_fan).get(f"{LEDGER}?state=submitted").content.decode()
    assert f'name="pick" value="{case.pk}" form="bulk"' in text
    assert f'aria-label="选择 {case.number}"' in text
    assert 'formaction="/desk/ledger/bulk/accept/"' in text
    # The filter goes along with what is ticked.
    assert '<input type="hidden" name="state" value="submitted">' in text
    # An inspector does nothing to any case, so nothing is to be ticked.
    assert 'name="pick"' not in sign_in(cast.inspector).get(f"{LEDGER}?whose=all").content.decode()


# Before: what would become of them ----------------------------------------------------------------


def test_the_preview_says_how_many_can_be_done_and_why_the_others_can_not(
    cast: Cast, sign_in: SignIn
) -> None:
    ready, fresh = accepted(cast, 2), scenes.submitted(cast)
    text = looked_at(sign_in(cast.he_fan), Verb.ASSIGN, picking([*ready, fresh]))
    assert "2 件可办，1 件不能" in text
    assert "1 件不能：先受理才能交办" in re.sub(r"\s+", " ", text)
    assert f'href="/desk/cases/{fresh.number}/"' in text
    assert hidden(text, "rows") == " ".join(f"{one.pk}.{one.version}" for one in ready)
    assert text.count("z-btn--main") == 1
    assert states(ready) == [State.ACCEPTED, State.ACCEPTED]


def test_of_rows_one_does_not_see_nothing_is_said(cast: Cast, sign_in: SignIn) -> None:
    [theirs] = accepted(cast, 1)
    steps.assign(theirs, steps.by_power(cast))
    client = sign_in(cast.yu_registrar)
    text = client.get(address(Verb.SIGN, f"pick={theirs.pk}&pick=999999")).content.decode()
    assert theirs.number not in text
    assert "不能：" not in text
    assert "0 件可办" in text


def test_the_firm_of_a_confidential_case_is_told_to_no_unit(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.confidential(cast, State.ASSIGNED)
    text = looked_at(sign_in(cast.zhou), Verb.SIGN, picking([case]))
    assert case.number in text
    assert cast.diamond.name not in text


def test_ten_thousand_rows_are_the_most_and_that_is_said(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, client = accepted(cast, 3), sign_in(cast.he_fan)
    assert "3 件可办" in looked_at(client, Verb.ASSIGN, "whole=1&state=accepted")
    monkeypatch.setattr(choosing, "MOST", 2)
    for query in ("whole=1&state=accepted", picking(cases)):
        answer = client.get(address(Verb.ASSIGN, query))
        assert answer.status_code == 409
        assert "一次最多办 2 件" in answer.content.decode()


def test_the_preview_asks_the_same_of_the_database_however_many_rows_a_chunk_has(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.lu_yuan)

    def asked(verb: Verb) -> int:
        client.get(address(verb, "whole=1"))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address(verb, "whole=1")).status_code == 200
        return len(counted)

    def one_of_each() -> None:
        scenes.case_in(cast, State.COMPLETED)
        scenes.case_in(cast, State.COMPLETED, verdict=Verdict.SOLVED)
        scenes.transferred(cast)
        scenes.confidential(cast)

    one_of_each()
    before = {verb: asked(verb) for verb in (Verb.STRIKE_OFF, Verb.TAG)}
    for _more in range(2):
        one_of_each()
    assert {verb: asked(verb) for verb in before} == before
    # Ten thousand rows are twenty chunks; each costs its rows, their parts, and for those whose
    # decision asks for a clock the same once more.
    monkeypatch.setattr(several, "CHUNK", 3)
    assert asked(Verb.TAG) - before[Verb.TAG] <= 3 * 5


# The press ----------------------------------------------------------------------------------------


def test_one_press_does_all_that_can_be_done_as_by_hand(cast: Cast, sign_in: SignIn) -> None:
    cases, client = accepted(cast, 3), sign_in(cast.he_fan)
    answer = press(
        client, Verb.ASSIGN, picking(cases), lead=cast.industry.pk, requirement="请现场核实"
    )
    job = job_of(answer)
    assert (job.state, job.figures) == (JobState.DONE, {"done": 3, "refused": 0})
    assert states(cases) == [State.ASSIGNED] * 3
    # One event a case, with the job it was done by; the people are told as by hand.
    assert kinds(cases[0])[-1] == "assign"
    last = Event.objects.filter(object_type="case", object_id=cases[0].pk).latest("seq")
    assert last.facts["job"] == job.pk
    drain()
    assert Message.objects.filter(user=cast.zhou, object_type="case").count() == 3
    # What was typed is not kept with the job.
    assert "typed" not in job.order
    text = client.get(answer["Location"]).content.decode()
    assert "已办 3 件" in text
    assert "撤回这批交办（3 件）" in text
    listed = client.get(f"{LEDGER}?job={job.pk}&outcome=done&whose=all").content.decode()
    assert all(case.number in listed for case in cases)
    # Of another's job a list finds nothing.
    theirs = sign_in(cast.shen_jing).get(f"{LEDGER}?job={job.pk}&whose=all").content.decode()
    assert not any(case.number in theirs for case in cases)


def test_a_second_press_is_the_same_job(cast: Cast, sign_in: SignIn) -> None:
    cases, client = accepted(cast, 2), sign_in(cast.he_fan)
    page = looked_at(client, Verb.ASSIGN, picking(cases))
    first, second = (
        press(client, Verb.ASSIGN, picking(cases), page, lead=cast.industry.pk) for _ in range(2)
    )
    assert job_of(first) == job_of(second)
    assert [kinds(case).count("assign") for case in cases] == [1, 1]


def test_what_changed_since_the_preview_is_refused_for_that_row_alone(
    cast: Cast, sign_in: SignIn
) -> None:
    touched, still, hidden_one = accepted(cast, 3)
    client = sign_in(cast.he_fan)
    query = picking([touched, still, hidden_one])
    page = looked_at(client, Verb.ASSIGN, query)
    steps.assign(touched, steps.by_power(cast))
    version = Case.objects.get(pk=hidden_one.pk).version
    Case.objects.filter(pk=hidden_one.pk).update(version=version + 1)
    job = job_of(press(client, Verb.ASSIGN, query, page, lead=cast.industry.pk))
    assert job.figures == {"done": 1, "refused": 2}
    refused = job.lines.filter(state=LineState.REFUSED)
    assert {line.ref for line in refused} == {touched.pk, hidden_one.pk}
    assert all("刚刚被其他人更新过" in line.reason for line in refused)
    assert Case.objects.get(pk=touched.pk).lead_unit == cast.power
    text = client.get(f"/desk/jobs/{job.pk}/").content.decode()
    assert "已办 1 件，未办 2 件" in text
    assert "刚刚被其他人更新过" in text


def test_what_is_wrong_for_all_is_said_at_its_field_and_nothing_is_done(
    cast: Cast, sign_in: SignIn
) -> None:
    cases, client = accepted(cast, 2), sign_in(cast.he_fan)
    for typed, words in (
        ({}, "请选择主办单位"),
        ({"lead": cast.city_office.pk}, "不能交办给"),
        ({"lead": cast.industry.pk, "requirement": "长" * 5001}, "办理要求最多 5000 字"),
        ({"lead": "9" * 5000}, "选择"),
    ):
        answer = press(client, Verb.ASSIGN, picking(cases), **typed)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert words in text
        assert "2 件可办" in text
    assert not Job.objects.exists()
    assert states(cases) == [State.ACCEPTED] * 2


def test_marked_text_stays_outside_and_no_job_keeps_it(cast: Cast, sign_in: SignIn) -> None:
    cases = accepted(cast, 1)
    answer = press(
        sign_in(cast.he_fan), Verb.ASSIGN, picking(cases),
        lead=cast.industry.pk, requirement="机密★5年 现场情况",
    )  # fmt: skip
    assert answer.status_code == 422
    assert Quarantined.objects.count() == 1
    assert not Job.objects.exists()


def test_rows_sent_back_are_judged_as_any_others(cast: Cast, sign_in: SignIn) -> None:
    """Somebody writes the form themselves: other rows, no rows, no numbers."""
    mine, [foreign] = accepted(cast, 1), accepted(cast, 1)
    steps.assign(foreign, steps.by_power(cast))
    client = sign_in(cast.ma)
    sent = {"key": "k", "handler_phone": "0374"}
    where = address(Verb.SIGN, "")
    for rows in ("", "x", "1.", f"{'9' * 5000}.1"):
        answer = client.post(where, {**sent, "rows": rows})
        assert answer.status_code == 409, rows
    answer = client.post(where, {**sent, "rows": f"{foreign.pk}.{foreign.version} {mine[0].pk}.1"})
    assert answer.status_code == 409
    assert "看不到" in answer.content.decode()
    assert kinds(foreign)[-1] == "assign"


def test_nobody_does_what_their_role_never_does(cast: Cast, sign_in: SignIn) -> None:
    cases = accepted(cast, 1)
    assert sign_in(cast.zhou).get(address(Verb.ASSIGN, picking(cases))).status_code == 403
    assert sign_in(cast.inspector).get(address(Verb.SIGN, picking(cases))).status_code == 403
    client = sign_in(cast.he_fan)
    for nothing in (
        "/desk/ledger/bulk/answer/",
        "/desk/ledger/bulk/none/",
        "/desk/nothing/bulk/tag/",
    ):
        assert client.get(nothing).status_code == 404, nothing


# Many: the worker ---------------------------------------------------------------------------------


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    monkeypatch.setattr(job_actions, "_BEAT_SECONDS", 0.0)


@pytest.mark.usefixtures("few_at_once")
def test_many_are_the_workers_who_goes_on_where_a_killed_one_stopped(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, client = accepted(cast, 3), sign_in(cast.he_fan)
    answer = press(client, Verb.ASSIGN, picking(cases), lead=cast.industry.pk)
    job = job_of(answer)
    assert job.state == JobState.WAITING
    text = client.get(answer["Location"], follow=True).content.decode()
    assert "已办 0 / 3" in text
    settle, done = job_actions.settle, 0

    def killed(line: Any, **how: Any) -> None:
        nonlocal done
        if done == 1:
            # Before the row is settled and after it was changed: both are undone together.
            raise KeyboardInterrupt
        settle(line, **how)
        done += 1

    monkeypatch.setattr(job_actions, "settle", killed)
    with pytest.raises(KeyboardInterrupt):
        job_actions.carry_on(job.pk, tell=True)
    assert states(cases) == [State.ASSIGNED, State.ACCEPTED, State.ACCEPTED]
    monkeypatch.setattr(job_actions, "settle", settle)
    job_actions.carry_on(job.pk, tell=True)
    job.refresh_from_db()
    assert (job.state, job.figures) == (JobState.DONE, {"done": 3, "refused": 0})
    assert [kinds(case).count("assign") for case in cases] == [1, 1, 1]
    told = Message.objects.get(user=cast.he_fan, object_type="job")
    assert "已办 3 件" in told.body


@pytest.mark.usefixtures("few_at_once")
def test_who_has_lost_the_right_meanwhile_does_no_more_by_it(cast: Cast, sign_in: SignIn) -> None:
    cases, client = accepted(cast, 2), sign_in(cast.he_fan)
    job = job_of(press(client, Verb.ASSIGN, picking(cases), lead=cast.industry.pk))
    RoleAssignment.objects.filter(user=cast.he_fan).delete()
    job_actions.carry_on(job.pk)
    job.refresh_from_db()
    assert (job.state, states(cases)) == (JobState.FAILED, [State.ACCEPTED] * 2)
    assert "typed" not in job.order


# The way back -------------------------------------------------------------------------------------


def undone(client: Client, job: Job) -> Job:
    return job_of(client.post(f"/desk/bulk/undo/{job.pk}/"))


def test_an_assignment_is_taken_back_where_nobody_has_signed_and_pressed_twice_once(
    cast: Cast, sign_in: SignIn
) -> None:
    cases, client = accepted(cast, 2), sign_in(cast.he_fan)
    job = job_of(press(client, Verb.ASSIGN, picking(cases), lead=cast.industry.pk))
    steps.sign(cases[0], cast.zhou)
    assert sign_in(cast.shen_jing).post(f"/desk/bulk/undo/{job.pk}/").status_code == 404
    client = sign_in(cast.he_fan)
    assert "撤回这批交办（1 件）" in client.get(f"/desk/jobs/{job.pk}/").content.decode()
    back = undone(client, job)
    assert states(cases) == [State.IN_PROGRESS, State.ACCEPTED]
    assert back.figures == {"done": 1, "refused": 1}
    assert kinds(cases[1])[-1] == "recall"
    assert undone(client, job) == back
    page = client.get(f"/desk/jobs/{job.pk}/").content.decode()
    assert "查看撤销情况" in page
    # What was taken back is not taken back again.
    assert "撤回这批交办" not in client.get(f"/desk/jobs/{back.pk}/").content.decode().replace(
        back.title, ""
    )
    assert client.post(f"/desk/bulk/undo/{back.pk}/").status_code == 409


def test_tags_are_put_on_many_or_taken_off_and_come_back(cast: Cast, sign_in: SignIn) -> None:
    hot, cold = (Tag.objects.create(name=name, for_cases=True) for name in ("重点", "冷门"))
    cases, client = accepted(cast, 2), sign_in(cast.he_fan)
    cases[0].tags.add(cold)
    cases[1].tags.add(hot)
    assert press(client, Verb.TAG, picking(cases)).status_code == 422
    job = job_of(press(client, Verb.TAG, picking(cases), tags=[hot.pk]))
    assert [set(case.tags.all()) for case in cases] == [{hot, cold}, {hot}]
    back = undone(client, job)
    assert [list(case.tags.all()) for case in cases] == [[cold], [hot]]
    # The second had it already: nothing to take back.
    assert back.figures == {"done": 1, "refused": 1}
    off = job_of(press(client, Verb.UNTAG, picking(cases), tags=[cold.pk, hot.pk]))
    assert [list(case.tags.all()) for case in cases] == [[], []]
    assert undone(client, off).figures == {"done": 2, "refused": 0}
    assert [list(case.tags.all()) for case in cases] == [[cold], [hot]]


def test_a_hand_over_goes_back_to_each_former_handler(cast: Cast, sign_in: SignIn) -> None:
    cases = [scenes.case_in(cast, State.IN_PROGRESS, title=f"在办{n}") for n in range(2)]
    client = sign_in(cast.head_zheng)
    job = job_of(press(client, Verb.HAND_OVER, picking(cases), to=cast.wu.pk, reason="分工调整"))
    handlers = Case.objects.filter(pk__in=[case.pk for case in cases])
    assert set(handlers.values_list("handler", flat=True)) == {cast.wu.pk}
    assert undone(client, job).figures == {"done": 2, "refused": 0}
    assert set(handlers.values_list("handler", flat=True)) == {cast.zhou.pk}


def test_what_has_no_way_back_offers_none(cast: Cast, sign_in: SignIn) -> None:
    cases = [scenes.case_in(cast, State.ASSIGNED, title=f"待签收{n}") for n in range(2)]
    client = sign_in(cast.zhou)
    job = job_of(press(client, Verb.SIGN, picking(cases), handler_phone="0374-2961234"))
    assert states(cases) == [State.IN_PROGRESS] * 2
    assert "撤" not in client.get(f"/desk/jobs/{job.pk}/").content.decode()
    answer = client.post(f"/desk/bulk/undo/{job.pk}/")
    assert answer.status_code == NotNow.status


# Each verb that is declared -----------------------------------------------------------------------


def test_what_the_firm_has_not_rated_is_struck_off_one_by_one(cast: Cast, sign_in: SignIn) -> None:
    rated = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.SOLVED)
    silent = scenes.case_in(cast, State.COMPLETED)
    Case.objects.filter(pk=silent.pk).update(completed_at="2020-01-01T00:00Z")
    client = sign_in(cast.lu_yuan)
    job = job_of(press(client, Verb.STRIKE_OFF, picking([rated, silent])))
    assert job.total == 1
    assert states([rated, silent]) == [State.STRUCK_OFF, State.COMPLETED]


def test_new_cases_of_one_matter_are_accepted_each_in_its_own_sector(
    cast: Cast, sign_in: SignIn
) -> None:
    cases = [scenes.submitted(cast, f"新{n}") for n in range(2)]
    for case, sector in zip(cases, ("agriculture", ""), strict=True):
        Case.objects.filter(pk=case.pk).update(sector=sector)
    typed: dict[str, Any] = {
        "item": cast.electricity.pk, "kind": "help", "tier": "ordinary", "nature": "individual",
        "urgency": "normal", "sector": "",
    }  # fmt: skip
    job_of(press(sign_in(cast.he_fan), Verb.ACCEPT, picking(cases), **typed))
    found = list(Case.objects.filter(pk__in=[c.pk for c in cases]).order_by("pk"))
    assert [case.sector for case in found] == ["agriculture", "other"]
    assert {case.item for case in found} == {cast.electricity}


def test_every_declared_verb_takes_what_its_form_asks_and_changes_one_row_only() -> None:
    declared = {verb: page.bulk for verb, page in VERB_PAGES.items() if page.bulk}
    assert set(declared) == {
        Verb.ACCEPT, Verb.ASSIGN, Verb.SIGN, Verb.COMPLETE, Verb.STRIKE_OFF, Verb.CARRY,
        Verb.HAND_OVER, Verb.BUNDLE, Verb.TAG, Verb.UNTAG,
    }  # fmt: skip
    for verb, bulk in declared.items():
        page = BULKS["ledger"].page(verb)
        assert page.form.keywords() <= page.keywords, verb
        assert page.alone, verb
        assert not any(isinstance(f, FilesField) for f in page.form.base_fields.values()), verb
        assert bulk.undo is None or bulk.undo.verb in VERB_PAGES, verb


def test_every_list_with_ticks_shows_the_rows_of_one_job() -> None:
    """The page of a job leads there where it has more rows than it names."""
    for name, rows in BULKS.items():
        assert {JOB, OUTCOME} <= {one.name for one in rows.listing.filters}, name


def test_what_is_said_of_one_is_said_of_many(cast: Cast) -> None:
    """The decision on many is the decision on one, also where it asks for a clock."""
    made = [
        scenes.case_in(cast, State.IN_PROGRESS), scenes.case_in(cast, State.COMPLETED),
        scenes.declined(cast), scenes.transferred(cast), scenes.confidential(cast),
    ]  # fmt: skip
    verbs = (Verb.TAG, Verb.STRIKE_OFF, Verb.HAND_OVER, Verb.OBJECT, Verb.ASK_EXTENSION)
    for user in (cast.lu_yuan, cast.zhou):
        by = person(user)
        files = [case_file(by, case.pk) for case in made]
        offers = {file.case.pk: {o.verb: o for o in file.offers} for file in files if file}
        for verb in verbs:
            said = list(several.decided(by, [case.pk for case in made], verb))
            assert [one.pk for one in said] == list(offers)
            for one in said:
                offer = offers[one.pk].get(verb)
                assert one.reason.startswith(offer.reason if offer else "您没有"), (verb, one)
                assert offer is None or bool(one.reason) == bool(offer.reason)
