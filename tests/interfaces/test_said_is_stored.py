"""No page says done of what was not stored: every verb of desk and portal, sent again from the
same page with the same words, and with others."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes import portal as life
from tests.scenes.stories import LAST_EVENT, STORIES
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.portal.verb_pages import VERB_PAGES as OF_FIRMS
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Case, Note

SignIn = Callable[[User], Client]
Data = dict[str, object]
OTHER = "换了一种说法"
REFUSED = {403, 409, 422}
NOT_FOUND = 404


@dataclass(frozen=True)
class Sending:
    """One verb from one page: who sends it, where, with what."""

    client: Client
    url: str
    case: Case
    verb: Verb
    page: VerbPage[Verb]
    data: Data

    def send(self, data: Data) -> HttpResponse:
        """From the page as it was opened at first, whatever has happened since."""
        return self.client.post(self.url, {"seen": self.case.version, **data})  # type: ignore[return-value]

    @property
    def events(self) -> int:
        """How often it is in the log."""
        kind = LAST_EVENT.get(self.verb, self.verb)
        return Event.objects.filter(object_id=self.case.pk, kind=kind).count()

    @property
    def otherwise(self) -> Data:
        """The same in other words; what has no words has nothing else to say."""
        fields = self.page.form.base_fields
        texts = [n for n, field in fields.items() if type(field).clean is forms.Field.clean]
        texts = [n for n in texts if isinstance(fields[n], forms.CharField)]
        worded = [name for name in texts if self.data.get(name)] or texts[:1]
        return {**self.data, **dict.fromkeys(worded, OTHER)}


def at_the_desk(cast: Cast, sign_in: SignIn, verb: Verb) -> Sending:
    story = STORIES[verb]
    case = story.scene(cast)
    url = reverse("desk:verb", args=[case.number, verb])
    page = verb_pages.VERB_PAGES[verb]
    return Sending(sign_in(getattr(cast, story.who)), url, case, verb, page, story.data(cast))


FIRMS: dict[Verb, tuple[Callable[[Cast], Case], Data]] = {
    Verb.SUPPLEMENT: (life.in_progress, {"text": "又停了两次"}),
    Verb.RATE: (life.completed, {"verdict": "partly", "satisfaction": "3", "comment": "还差一段"}),
    Verb.REOPEN: (life.struck_off, {"reason": "又停电了"}),
    Verb.WITHDRAW: (life.submitted, {"chosen": "other", "text": "先不办了"}),
    Verb.ASK_WITHDRAWAL: (life.in_progress, {"chosen": "other", "text": "先不办了"}),
    Verb.KEEP: (scenes.withdrawal_asked, {"chosen": "other", "text": "还是要办"}),
}


def in_the_portal(cast: Cast, sign_in: SignIn, verb: Verb) -> Sending:
    scene, data = FIRMS[verb]
    case = scene(cast)
    case.refresh_from_db()
    url = reverse(f"portal:{verb}", args=[case.number])
    return Sending(sign_in(cast.zhao), url, case, verb, OF_FIRMS[verb], data)


Place = Callable[[Cast, SignIn, Verb], Sending]
ALL = [
    *(pytest.param(at_the_desk, verb, id=f"desk-{verb}") for verb in verb_pages.VERB_PAGES),
    *(pytest.param(in_the_portal, verb, id=f"portal-{verb}") for verb in OF_FIRMS),
]


def is_kept(words: str) -> bool:
    """Among all that is stored of cases."""
    return (
        ErasableValue.objects.filter(value__contains=words).exists()
        or Event.objects.filter(data__contains=words).exists()
        or Note.objects.filter(text__contains=words).exists()
    )


@pytest.mark.in_part(8)
@pytest.mark.parametrize(("place", "verb"), ALL)
def test_the_same_again_is_done_once_and_other_words_are_kept_or_refused(
    cast: Cast, sign_in: SignIn, place: Place, verb: Verb
) -> None:
    sending = place(cast, sign_in, verb)
    before = sending.events
    first = sending.send(sending.data)
    assert first.status_code == 302, first.content.decode()
    gone = sending.page.leaves
    second = sending.send(sending.data)
    assert second.status_code == (NOT_FOUND if gone else 302)
    assert sending.events == before + 1
    other = sending.send(sending.otherwise)
    if sending.otherwise == sending.data:
        assert other.status_code == 302
        assert sending.events == before + 1
    elif other.status_code == 302:
        assert sending.events == before + 2
        assert is_kept(OTHER)
    elif not gone:
        assert other.status_code in REFUSED
        assert OTHER in other.content.decode()
        assert not is_kept(OTHER)


def test_not_solved_after_solved_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    case = life.completed(cast)
    url, client = reverse("portal:rate", args=[case.number]), sign_in(cast.zhao)
    case.refresh_from_db()
    page = {"seen": str(case.version), "satisfaction": "5"}
    answer = client.post(url, {**page, "verdict": "solved"}, follow=True)
    assert "您的评价已经记下" in answer.content.decode()
    words = "其实没有解决，昨晚又停了"
    answer = client.post(url, {**page, "verdict": "not_solved", "comment": words})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert words in text
    assert "您的评价已经记下" not in text
    assert "没有提交" in text
