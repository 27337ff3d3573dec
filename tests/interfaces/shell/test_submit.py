"""A form that is sent: judged, done, refused in three ways, or recognised as sent already."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage, Message
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Refusal, TooMany
from zhuqi.foundation.repeats.actions import forget_sent_forms
from zhuqi.foundation.repeats.models import SentForm
from zhuqi.foundation.repeats.queries import KEPT, SECOND_CLICK
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.submit import SecondClick, carry_out, second_click, sent, submit


class Kept(BaseStorage):
    """What was said in this request."""

    def _get(self, *_args: object, **_kwargs: object) -> tuple[list[Message], bool]:
        return [], True

    def _store(self, messages: list[Message], *_args: object, **_kwargs: object) -> list[Message]:
        return messages


class ReasonForm(ShellForm):
    reason = forms.CharField()


class Asked:
    """One request to a page with one form; `drawn` is how the page was shown, if it was."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.form = ReasonForm(*sent(request))
        self.drawn: tuple[int, Refusal | None] | None = None
        self.done = False
        request._messages = Kept(request)  # type: ignore[attr-defined]

    def show(self, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        self.drawn = (status, refusal)
        return HttpResponse(self.form.as_p(), status=status)

    def submit(
        self, do: Callable[[Mapping[str, object]], object], again: SecondClick | None = None
    ) -> HttpResponse:
        return submit(
            self.request, self.form, do, show=self.show, to="/there/", said="办好了", again=again
        )

    @property
    def said(self) -> list[str]:
        return [str(one) for one in get_messages(self.request)]


def posted(rf: RequestFactory, **data: str) -> Asked:
    return Asked(rf.post("/here/", data))


def refusing(refusal: Refusal) -> Callable[[object], object]:
    def do(_data: object) -> object:
        raise refusal

    return do


def test_looking_does_nothing(rf: RequestFactory) -> None:
    asked = Asked(rf.get("/here/"))
    assert asked.submit(refusing(NotNow("不该问到这里"))).status_code == 200
    assert asked.drawn == (200, None)


def test_what_is_done_is_said_and_leads_on(rf: RequestFactory) -> None:
    asked, typed = posted(rf, reason=" 停电 "), list[object]()
    answer = asked.submit(lambda data: typed.append(data["reason"]))
    assert (answer.status_code, answer["Location"]) == (302, "/there/")
    assert (typed, asked.said, asked.drawn) == (["停电"], ["办好了"], None)


def test_an_empty_field_is_not_tried(rf: RequestFactory) -> None:
    asked = posted(rf)
    assert asked.submit(refusing(NotNow("不该问到这里"))).status_code == 422
    assert "reason" in asked.form.errors


def test_what_only_the_action_knows_is_said_at_its_field_or_at_the_top(rf: RequestFactory) -> None:
    asked = posted(rf, reason="停电")
    refusal = NotValid({"reason": "写得太短", "unit": "没有这个单位"})
    answer = asked.submit(refusing(refusal))
    assert (answer.status_code, asked.drawn, asked.said) == (422, (422, None), [])
    assert asked.form.errors["reason"] == ["写得太短"]
    assert asked.form.non_field_errors() == ["没有这个单位"]
    assert "停电" in answer.content.decode()


def test_not_now_is_a_reason_above_what_was_typed(rf: RequestFactory) -> None:
    asked, refusal = posted(rf, reason="停电"), NotNow("已经办结")
    answer = asked.submit(refusing(refusal))
    assert (answer.status_code, asked.drawn) == (409, (409, refusal))
    assert "停电" in answer.content.decode()


def test_too_often_says_when_it_may_be_tried_again(rf: RequestFactory) -> None:
    answer = posted(rf, reason="停电").submit(refusing(TooMany("太多次", wait=60)))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_not_yours_is_the_shells_page(rf: RequestFactory) -> None:
    with pytest.raises(NotYours):
        posted(rf, reason="停电").submit(refusing(NotYours("不归您管")))


def test_a_button_without_a_form_is_refused_at_the_top(rf: RequestFactory) -> None:
    asked, refusal = posted(rf), NotValid("请选择要办的事")

    def do() -> None:
        raise refusal

    assert carry_out(asked.request, do, show=asked.show, to="/there/").status_code == 422
    assert asked.drawn == (422, refusal)


def clicked(asked: Asked, by: Person, form: str = "thing:7:close") -> SecondClick:
    return second_click(asked.request, by, form, lambda _before: "/there/")


def done(asked: Asked, by: Person) -> HttpResponse:
    """Sent, and done unless it was done before."""
    again = clicked(asked, by)

    def do(_data: object) -> None:
        again.claim()
        asked.done = True

    return asked.submit(do, again)


def test_the_same_click_again_leads_on_without_being_done(cast: Cast, rf: RequestFactory) -> None:
    zhou = person(cast.zhou)
    first = posted(rf, seen="3", reason="停电", csrfmiddlewaretoken="a")
    done(first, zhou)
    assert first.done
    again = posted(rf, seen="3", reason=" 停电\r\n", csrfmiddlewaretoken="b")
    answer = done(again, zhou)
    assert (answer["Location"], again.drawn, again.said) == ("/there/", None, [])
    assert not again.done


def test_what_can_no_longer_be_done_leads_on_too_where_it_was_done(
    cast: Cast, rf: RequestFactory
) -> None:
    zhou = person(cast.zhou)
    done(posted(rf, seen="3", reason="停电"), zhou)
    asked = posted(rf, seen="3", reason="停电")
    answer = asked.submit(refusing(NotNow("已经办结")), clicked(asked, zhou))
    assert (answer["Location"], asked.said) == ("/there/", [])


@pytest.mark.parametrize(
    "other", [{"reason": "停水"}, {"seen": "4"}, {"more": "x"}, {"reason": "停电 了"}]
)
def test_other_words_another_page_another_person_and_another_form_are_no_second_click(
    cast: Cast, rf: RequestFactory, other: dict[str, str]
) -> None:
    zhou, sun = person(cast.zhou), person(cast.sun)
    said = {"seen": "3", "reason": "停电"}
    done(posted(rf, **said), zhou)
    for asked, by in ((posted(rf, **said | other), zhou), (posted(rf, **said), sun)):
        done(asked, by)
        assert asked.done
    asked = posted(rf, **said)
    elsewhere = clicked(asked, zhou, "thing:7:open")
    refused = asked.submit(refusing(NotNow("已经办结")), elsewhere)
    assert refused.status_code == 409


def test_another_file_is_other_content(cast: Cast, rf: RequestFactory) -> None:
    zhou = person(cast.zhou)

    def with_file(content: bytes) -> Asked:
        file = SimpleUploadedFile("现场.jpg", content)
        return Asked(rf.post("/here/", {"seen": "3", "reason": "见图", "photo": file}))

    for content, new in ((b"one", True), (b"one", False), (b"two", True)):
        asked = with_file(content)
        done(asked, zhou)
        assert asked.done is new
        assert asked.request.FILES["photo"].read() == content  # type: ignore[union-attr]


def test_a_form_that_does_not_say_when_it_was_opened_is_known_for_two_minutes(
    cast: Cast, rf: RequestFactory
) -> None:
    zhou = person(cast.zhou)
    done(posted(rf, reason="停电"), zhou)
    for age, again in ((SECOND_CLICK - timedelta(seconds=30), False), (SECOND_CLICK, True)):
        SentForm.objects.update(sent_at=timezone.now() - age)
        asked = posted(rf, reason="停电")
        done(asked, zhou)
        assert asked.done is again


def test_what_was_refused_was_not_sent(cast: Cast, rf: RequestFactory) -> None:
    zhou = person(cast.zhou)
    asked = posted(rf, seen="3", reason="停电")
    again = clicked(asked, zhou)

    def do(_data: object) -> None:
        with transaction.atomic():
            again.claim()
            raise NotValid({"reason": "写得太短"})

    assert asked.submit(do, again).status_code == 422
    second = posted(rf, seen="3", reason="停电")
    done(second, zhou)
    assert second.done


def test_after_two_days_nothing_of_it_is_kept(cast: Cast, rf: RequestFactory) -> None:
    done(posted(rf, seen="3", reason="停电"), person(cast.zhou))
    assert forget_sent_forms(now=timezone.now() + KEPT - timedelta(minutes=1)) == 0
    assert forget_sent_forms(now=timezone.now() + KEPT + timedelta(minutes=1)) == 1
