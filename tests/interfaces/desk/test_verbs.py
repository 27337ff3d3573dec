"""Every verb of the tables through its page: by the right case role, refused for everyone else."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes.stories import LAST_EVENT, STORIES
from tests.stock import stocked
from zhuqi.foundation.access import ActorKind, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.ledgers.cases.actions.store import load, rulebook
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.lifecycle import CASE_STEPS
from zhuqi.ledgers.cases.models import Case, Note
from zhuqi.ledgers.cases.rules import offers

SignIn = Callable[[User], Client]
EVERYONE = (
    "he_fan", "shen_jing", "lu_yuan", "qin_lan", "yu_registrar", "zhou", "sun", "ma", "lin",
    "mayor", "inspector", "system_admin", "security_admin", "audit_admin", "zhao", "jia",
)  # fmt: skip


def url(case: Case, verb: Verb) -> str:
    return f"/desk/cases/{case.number}/{verb.value}/"


def post(client: Client, case: Case, verb: Verb, data: dict[str, object], **more: object):  # type: ignore[no-untyped-def]
    return client.post(url(case, verb), {"seen": case.version, **data, **more})


def test_every_verb_of_the_table_has_a_page_here_or_in_the_portal() -> None:
    wanted = {step.verb for step in CASE_STEPS}
    assert wanted == set(verb_pages.VERB_PAGES) | verb_pages.PORTAL_ONLY
    assert set(STORIES) == set(verb_pages.VERB_PAGES)


@pytest.mark.in_part(8)
@pytest.mark.parametrize("verb", STORIES)
def test_the_right_role_sees_the_form_and_does_it(cast: Cast, sign_in: SignIn, verb: Verb) -> None:
    story = STORIES[verb]
    case = story.scene(cast)
    client = sign_in(getattr(cast, story.who))
    page = client.get(url(case, verb))
    assert page.status_code == 200
    assert case.title in page.content.decode()
    answer = post(client, case, verb, story.data(cast))
    assert answer.status_code == 302, answer.content.decode()
    home = verb_pages.VERB_PAGES[verb].leaves
    assert answer["Location"] == ("/desk/" if home else f"/desk/cases/{case.number}/")
    case.refresh_from_db()
    assert case.state == story.leads_to
    event = Event.objects.filter(object_type="case", object_id=case.pk).order_by("seq").last()
    assert event is not None
    assert event.kind == LAST_EVENT.get(verb, verb)
    assert event.actor_id == getattr(cast, story.who).pk


@stocked
def people(cast: Cast) -> dict[str, Person]:
    """Everyone with their rights, which no story here changes."""
    return {name: person(getattr(cast, name)) for name in EVERYONE}


def sees(one: Person, case: Case) -> bool:
    return Case.objects.visible_to(one.scope).filter(pk=case.pk).exists()


def offered(case: Case, persons: dict[str, Person], verb: Verb) -> set[str]:
    """Whom the page of the case offers the verb."""
    [aggregate] = load([case], rulebook())
    now = timezone.now()
    return {
        name
        for name, one in persons.items()
        if one.actor.kind is ActorKind.OFFICIAL
        and access.works_on_cases(one.scope)
        and sees(one, case)
        and any(offer.verb == verb for offer in offers(CaseChange(aggregate, one, now).facts))
    }


@pytest.mark.in_part(8)
@pytest.mark.parametrize("verb", STORIES)
def test_everyone_else_is_refused_and_nothing_changes(
    cast: Cast, sign_in: SignIn, verb: Verb
) -> None:
    """All of them by what the one page of all verbs decides by, and one, each time another, at
    that page: one who sees the case, since for the others there is no page to refuse.
    `tests/permissions` opens it for every role and kind of case."""
    story = STORIES[verb]
    persons = people(cast)
    case = story.scene(cast)
    others = [name for name in EVERYONE if name not in story.allowed]
    assert offered(case, persons, verb) & set(others) == set()
    seeing = [name for name in others if sees(persons[name], case)] or others
    stranger = seeing[list(STORIES).index(verb) % len(seeing)]
    client = sign_in(getattr(cast, stranger))
    for answer in (client.get(url(case, verb)), post(client, case, verb, story.data(cast))):
        assert answer.status_code in {403, 404}, (stranger, answer.status_code)
    version = case.version
    case.refresh_from_db()
    assert case.version == version


def test_without_sign_in_one_is_led_to_it(cast: Cast, client: Client) -> None:
    case = scenes.case_in(cast, State.ASSIGNED)
    answer = post(client, case, Verb.SIGN, {})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_a_stale_page_is_told_so_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    stale = case.version
    sign_in(cast.lin).post(url(case, Verb.SUPPLEMENT), {"seen": stale, "text": "再补一份合同"})
    client = sign_in(cast.zhou)
    answer = client.post(url(case, Verb.PROGRESS), {"seen": stale, "text": "我写了很久的进展"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "我写了很久的进展" in text
    assert "刚刚被其他人更新过" in text
    missed = text.partition("您打开页面以后发生的事")[2].partition("</section>")[0]
    assert ("再补一份合同" in missed, "受理" in missed) == (True, False)
    case.refresh_from_db()
    assert f'name="seen" value="{case.version}"' in text
    assert post(client, case, Verb.PROGRESS, {"text": "我写了很久的进展"}).status_code == 302


def test_a_form_without_the_version_it_showed_counts_as_stale(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.ASSIGNED)
    for seen in ("", "x", "-5", "９"):
        assert sign_in(cast.zhou).post(url(case, Verb.SIGN), {"seen": seen}).status_code == 409


def test_a_double_click_does_it_once(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    for _time in range(2):
        answer = post(client, case, Verb.PROGRESS, {"text": "已踏勘"})
        assert answer.status_code == 302
    assert case.entries.filter(verb=Verb.PROGRESS).count() == 1


def test_a_note_sent_twice_is_one_note(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    for _time in range(2):
        assert post(client, case, Verb.NOTE, {"text": "等回话"}).status_code == 302
    assert Note.objects.count() == 1


def test_what_is_missing_is_said_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    answer = post(sign_in(cast.zhou), case, Verb.ANSWER, {"text": "办好了", "signed_by": ""})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "办好了" in text
    assert "请填写签发人" in text


def test_what_only_the_verb_knows_is_wrong_is_said_at_its_field_too(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.ACCEPTED)
    both = {"lead": cast.industry.pk, "co": [cast.industry.pk]}
    answer = post(sign_in(cast.he_fan), case, Verb.ASSIGN, both)
    assert answer.status_code == 422
    assert "被选择了两次" in answer.content.decode()


def test_what_cannot_be_done_now_shows_why_instead_of_a_button(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.ASSIGNED)
    text = sign_in(cast.zhou).get(url(case, Verb.ANSWER)).content.decode()
    assert "先签收才能提交答复" in text
    assert "z-btn--main" not in text


def test_hostile_text_stays_text(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    evil = "<script>alert(1)</script>{{ 7|add:7 }}\x00'\"&"
    assert post(client, case, Verb.PROGRESS, {"text": evil}).status_code in {302, 422}
    assert post(client, case, Verb.PROGRESS, {"text": evil.replace("\x00", "")}).status_code == 302
    text = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;" in text


def test_a_file_comes_with_the_progress(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    file = SimpleUploadedFile("踏勘.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")
    answer = post(client, case, Verb.PROGRESS, {"text": "见照片"}, attachments=file)
    assert answer.status_code == 302, answer.content.decode()
    assert Attachment.objects.get().name == "踏勘.png"
    assert "踏勘.png" in client.get(f"/desk/cases/{case.number}/").content.decode()


def test_a_file_of_a_forbidden_kind_is_refused_and_the_text_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    file = SimpleUploadedFile("a.html", b"<html><script></script></html>", "text/html")
    answer = post(sign_in(cast.zhou), case, Verb.PROGRESS, {"text": "见附件"}, attachments=file)
    assert answer.status_code == 422
    assert "不是可以上传的类型" in answer.content.decode()
    assert "见附件" in answer.content.decode()


def test_an_unknown_verb_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    for verb in ("explode", "rate", "submit", "recompute"):
        assert sign_in(cast.zhou).get(f"/desk/cases/{case.number}/{verb}/").status_code == 404


def test_a_walk_through_a_pile_goes_on_to_the_next_and_ends_at_home(
    cast: Cast, sign_in: SignIn
) -> None:
    first, second = (scenes.case_in(cast, State.ANSWERED, title=t) for t in ("甲事", "乙事"))
    client = sign_in(cast.shen_jing)
    answer = post(client, first, Verb.COMPLETE, {}, pile="1")
    assert answer["Location"] == f"/desk/cases/{second.number}/complete/?pile=1"
    assert "并办下一件" in client.get(answer["Location"]).content.decode()
    assert post(client, second, Verb.COMPLETE, {}, pile="1")["Location"] == "/desk/"


def test_a_ready_ground_fills_the_refusal(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    text = sign_in(cast.he_fan).get(url(case, Verb.DECLINE) + "?ready=suit").content.decode()
    assert "人民法院依法独立审判" in text
    assert 'value="许昌市活动办"' in text
