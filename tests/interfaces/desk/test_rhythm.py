"""日程安排 on screen: arranged by days; each one's own page leads to the work."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.asked import page_asks
from tests.cast import Cast, official_user, person
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink
from zhuqi.interfaces.desk.rhythm.verb_pages import VERB_PAGES
from zhuqi.mechanisms.rhythm import actions
from zhuqi.mechanisms.rhythm.enums import RhythmVerb
from zhuqi.mechanisms.rhythm.models import Rhythm, RhythmNote

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def came_round(cast: Cast) -> Rhythm:
    row = actions.begin(
        office=cast.city_office, kind="work_day", pace="weekly", days="1,2,3,4,5,6,7",
        at=time(0, 0), by=person(cast.he_fan), now=MONDAY - timedelta(days=1),
    )  # fmt: skip
    assert actions.run_due(MONDAY) == 1
    return row


@pytest.mark.parametrize("verb", VERB_PAGES)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: RhythmVerb) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_it_is_arranged_and_says_when_it_comes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    assert "还没有安排日程" in read(client.get(reverse("desk:rhythms")))
    sent = {
        "office": cast.city_office.pk, "kind": "letter", "pace": "weekly", "days": "8",
        "at": "08:30", "key": "1",
    }  # fmt: skip
    wrong = client.post(reverse("desk:rhythm_new"), sent)
    assert (wrong.status_code, "请填 1 到 7（周一是 1）" in read(wrong)) == (422, True)
    made = client.post(reverse("desk:rhythm_new"), {**sent, "days": "1、3"})
    page = read(client.get(made["Location"]))
    assert "每周一、三 08:30" in page
    assert "下一次" in page
    row = Rhythm.objects.get()
    url = reverse("desk:rhythm_verb", args=[row.pk, "pause"])
    assert client.post(url, {"seen": row.version}).status_code == 302
    assert "已暂停" in read(client.get(reverse("desk:rhythms")))


def test_whom_it_told_leads_to_the_work(cast: Cast, sign_in: SignIn) -> None:
    row = came_round(cast)
    note = RhythmNote.objects.get(user=cast.lin)
    page = read(sign_in(cast.lin).get(reverse("desk:rhythm_note", args=[note.pk])))
    assert "看我联系的企业" in page
    office = sign_in(cast.he_fan)
    shown = read(office.get(reverse("desk:rhythm", args=[row.pk])))
    assert f"{reverse('desk:rhythm_notes')}?run={note.run_id}" in shown
    assert "看我联系的企业" not in read(office.get(reverse("desk:rhythm_note", args=[note.pk])))
    assert sign_in(cast.zhou).get(reverse("desk:rhythm_note", args=[note.pk])).status_code == 404


def test_pages_cost_as_much_for_many_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    row = came_round(cast)
    urls = [reverse("desk:rhythms"), reverse("desk:rhythm", args=[row.pk]),
            reverse("desk:rhythm_notes")]  # fmt: skip
    one = [page_asks(client, url) for url in urls]
    run = row.runs.get()
    for n in range(3):
        user = official_user(f"助{n}", f"zhu{n}", cast.industry, Role.LIAISON)
        firm = Enterprise.objects.create(
            name=f"许昌第{n}厂", region=cast.city, office=cast.city_office
        )
        LiaisonLink.objects.create(
            enterprise=firm, official=user.official, since=timezone.localdate()
        )
        RhythmNote.objects.create(run=run, user=user, firms=1)
    assert [page_asks(client, url) for url in urls] == one
    assert max(one) <= 20
