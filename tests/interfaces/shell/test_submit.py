"""A form that is sent: judged, done, refused in three ways, or recognised as sent already."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person, Refusal, TooMany
from zhuqi.foundation.audit.actions import record
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.submit import SECOND_CLICK, SecondClick, carry_out, sent, submit


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


def clicked(by: Person, **typed: str) -> SecondClick:
    return SecondClick(by, "thing", 7, {"closed"}, typed, lambda: "/there/")


def happened(
    by: Person, kind: str = "closed", *, reason: str = "停电", ago: timedelta = timedelta()
) -> None:
    now, kept = timezone.now() - ago, {"reason": reason}
    record(object_type="thing", object_id=7, kind=kind, by=by.actor, erasable=kept, now=now)


def test_the_same_click_again_leads_on_without_being_done(cast: Cast, rf: RequestFactory) -> None:
    zhou = person(cast.zhou)
    happened(zhou)
    asked = posted(rf, reason="停电")
    answer = asked.submit(refusing(NotNow("已经办结")), clicked(zhou, reason=" 停电\r\n"))
    assert (answer["Location"], asked.drawn, asked.said) == ("/there/", None, [])


def test_only_the_same_person_words_and_act_and_only_the_last_are_a_second_click(
    cast: Cast, rf: RequestFactory
) -> None:
    zhou, sun = person(cast.zhou), person(cast.sun)
    happened(zhou)
    assert clicked(zhou, reason="停电").is_it
    assert clicked(zhou, csrf="x").is_it
    assert not clicked(sun, reason="停电").is_it
    assert not clicked(zhou, reason="停水").is_it
    happened(sun)
    assert not clicked(zhou, reason="停电").is_it
    happened(zhou, kind="opened")
    assert not clicked(zhou, reason="停电").is_it
    happened(zhou, ago=SECOND_CLICK)
    assert not clicked(zhou, reason="停电").is_it
    happened(zhou, ago=SECOND_CLICK - timedelta(seconds=30))
    assert clicked(zhou, reason="停电").is_it
    asked = posted(rf, reason="停水")
    refused = asked.submit(refusing(NotNow("已经办结")), clicked(zhou, reason="停水"))
    assert refused.status_code == 409


def test_what_is_never_refused_is_stopped_by_asking_first(cast: Cast, rf: RequestFactory) -> None:
    zhou = person(cast.zhou)
    again = clicked(zhou, reason="停电")
    done = list[object]()

    def add(data: Mapping[str, object]) -> None:
        again.stop()
        done.append(data["reason"])

    assert posted(rf, reason="停电").submit(add, again)["Location"] == "/there/"
    happened(zhou)
    asked = posted(rf, reason="停电")
    assert asked.submit(add, again)["Location"] == "/there/"
    assert (done, asked.said) == (["停电"], [])
