"""回头看 on screen: the sample, one call after the other, the unit's word, the finding."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import lookback as scene
from tests.scenes.api import Caller
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.desk.lookback.verb_pages import VERB_PAGES
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Rating
from zhuqi.mechanisms.lookback import actions
from zhuqi.mechanisms.lookback.enums import LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw, LookBackEdition

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
S, V = LookBackState, LookBackVerb
NEW, DRAWS, LIST = "desk:lookback_draw_new", "desk:lookback_draws", "desk:lookback"


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def call_url(row: LookBack) -> str:
    return reverse("desk:lookback_call", args=[row.pk])


def press(client: Client, row: LookBack, pressed: str, **typed: object) -> Any:
    seen = LookBack.objects.get(pk=row.pk).version
    return client.post(call_url(row), {"seen": seen, "pressed": pressed, **typed})


def send(client: Client, row: LookBack, verb: LookBackVerb, **typed: object) -> Any:
    seen = LookBack.objects.get(pk=row.pk).version
    url = reverse("desk:lookback_row_verb", args=[row.pk, verb.value])
    return client.post(url, {"seen": seen, **typed})


@pytest.mark.parametrize("verb", VERB_PAGES)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: LookBackVerb) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_the_office_looks_at_the_pool_then_draws_once(cast: Cast, sign_in: SignIn) -> None:
    scene.struck_off(cast)
    client = sign_in(cast.he_fan)
    assert "没有选用回头看方案" in read(client.get(reverse(NEW)))
    scene.adopt(cast.city_office)
    page = read(client.get(reverse(NEW)))
    assert "可抽 <b>1</b> 件" in page
    assert "答复过短" in page
    # Nobody sees which ones before they are drawn.
    assert "增容" not in page
    sent = {"office": cast.city_office.pk, "month": scene.last_month().isoformat(), "key": "1"}
    made = client.post(reverse(NEW), sent)
    draw = LookBackDraw.objects.get()
    assert made["Location"] == reverse("desk:lookback_draw", args=[draw.pk])
    assert client.post(reverse(NEW), sent)["Location"] == made["Location"]
    again = client.post(reverse(NEW), {**sent, "key": "2"})
    assert (again.status_code, "每月只抽一次" in read(again)) == (409, True)
    shown = read(client.get(made["Location"]))
    for words in (str(draw.seed), "结果一致", "车间用电增容迟迟不批", "答复过短", "抽取样本"):
        assert words in shown
    assert sign_in(cast.zhou).get(made["Location"]).status_code == 403
    assert sign_in(cast.qin_lan).get(made["Location"]).status_code == 404


def test_one_call_after_the_other_in_one_press(cast: Cast, sign_in: SignIn) -> None:
    scene.struck_off(cast)
    scene.struck_off(cast, "排水不畅")
    draw = scene.drawn(cast)
    LookBack.objects.update(caller=cast.qin_lan, caller_unit=cast.county_office)
    first, second = LookBack.objects.filter(draw=draw).order_by("pk")
    client = sign_in(cast.qin_lan)
    home = read(client.get(reverse("desk:home")))
    assert "待我回访的回头看" in home
    assert reverse("desk:lookback_calls") in home
    assert client.get(reverse("desk:lookback_calls"))["Location"] == call_url(first)
    page = read(client.get(call_url(first)))
    assert 'href="tel:13812345678"' in page
    assert "替市活动办做办结回访，不代表市工信局" in page
    assert press(client, first, "").status_code == 422
    wrong = press(client, first, "doubt", spoken_to="赵总", said="")
    assert (wrong.status_code, "企业怎么说" in read(wrong)) == (422, True)
    assert press(client, first, "verify", spoken_to="赵总")["Location"] == call_url(second)
    # The second click and the back button.
    twice = client.post(call_url(first), {"seen": 1, "pressed": "verify", "spoken_to": "赵总"})
    assert twice.status_code in {302, 409}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    done = press(client, second, "miss", day=tomorrow, at="10:00")
    assert done["Location"] == reverse("desk:lookback_calls")
    assert "现在没有要打的电话" in read(client.get(done["Location"]))
    assert "还差" not in read(client.get(call_url(second)))
    gone = press(client, second, "give_up")
    assert (gone.status_code, "还差 2 天" in read(gone)) == (409, True)
    # Not the case, not the number once it is over; and nobody else's call.
    page = read(client.get(reverse("desk:lookback_row", args=[first.pk])))
    assert "13812345678" not in page
    assert f'href="{reverse("desk:case", args=[first.case.number])}"' not in page
    assert sign_in(cast.he_fan).get(call_url(second)).status_code == 403
    assert sign_in(cast.yu_registrar).get(call_url(second)).status_code == 404


def test_the_unit_is_heard_and_the_office_finds(cast: Cast, sign_in: SignIn) -> None:
    row = scene.brought_to(cast, S.DOUBTFUL)
    office = sign_in(cast.shen_jing)
    early = send(office, row, V.FIND_FAULT, finding=scene.FINDING)
    assert (early.status_code, "先听原主办单位说明" in read(early)) == (409, True)
    unit = sign_in(cast.zhou)
    assert "待本单位说明的回头看" in read(unit.get(reverse("desk:home")))
    assert scene.SAID in read(unit.get(reverse("desk:lookback_row", args=[row.pk])))
    assert send(unit, row, V.STATE, statement=scene.STATEMENT).status_code == 302
    office.force_login(cast.shen_jing)
    assert "待认定的回头看" in read(office.get(reverse("desk:home")))
    assert send(office, row, V.FIND_FAULT, finding=scene.FINDING).status_code == 302
    assert Case.objects.get(pk=row.case_id).state == State.IN_PROGRESS
    case_page = read(office.get(reverse("desk:case", args=[row.case.number])))
    for words in ("抽中回头看", "回头看：没有解决", "就回头看说明", "回头看：认定有责"):
        assert words in case_page
    firm = sign_in(cast.zhao)
    told = read(firm.get(reverse("portal:case", args=[row.case.number])))
    assert "办结后回访，您说没有解决" in told
    assert scene.FINDING not in told
    assert scene.STATEMENT not in told


def test_another_caller_is_named(cast: Cast, sign_in: SignIn) -> None:
    row = scene.only(cast)
    client = sign_in(cast.he_fan)
    page = read(client.get(reverse("desk:lookback_row_verb", args=[row.pk, "assign"])))
    assert "市活动办 何帆" in page
    assert "周工" not in page
    done = send(client, row, V.ASSIGN, caller=cast.he_fan.pk, reason="对方出差")
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.caller == cast.he_fan
    assert send(client, row, V.ASSIGN, caller=cast.zhou.pk, reason="x").status_code == 422


def test_every_number_opens_its_rows(cast: Cast, sign_in: SignIn) -> None:
    row = scene.brought_to(cast, S.VERIFIED)
    client = sign_in(cast.he_fan)
    page = read(client.get(reverse(DRAWS)))
    assert "100.0%" in page
    assert "20.7%–100.0%" in page
    for counted in ("sampled", "reached", "verified"):
        url = f"{reverse(LIST)}?draw={row.draw_id}&counted={counted}"
        assert url.replace("&", "&amp;") in page
        assert row.case.number in read(client.get(url))
    LookBack.objects.update(state=S.UNREACHABLE)
    for counted, there in (("sampled", True), ("reached", False), ("verified", False)):
        url = f"{reverse(LIST)}?office={cast.city_office.pk}&counted={counted}"
        assert (row.case.number in read(client.get(url))) is there


def test_pages_cost_the_same_for_one_row_and_for_three(cast: Cast, sign_in: SignIn) -> None:
    for title in ("一", "二", "三"):
        scene.struck_off(cast, title)
    draw = scene.drawn(cast)
    LookBack.objects.update(caller=cast.he_fan)
    rows = list(LookBack.objects.order_by("pk"))
    client = sign_in(cast.he_fan)
    urls = [
        reverse(LIST), reverse(DRAWS), reverse("desk:lookback_draw", args=[draw.pk]),
        reverse("desk:home"), call_url(rows[0]),
    ]  # fmt: skip

    def cost() -> list[int]:
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    three = cost()
    LookBack.objects.filter(pk=rows[2].pk).delete()
    LookBack.objects.filter(pk=rows[1].pk).update(state=S.DROPPED)
    assert cost() == three


def test_the_scheme_is_a_page_and_a_draw_keeps_its_edition(cast: Cast, sign_in: SignIn) -> None:
    draw = scene.drawn(cast)
    client = sign_in(cast.system_admin)
    scheme = draw.edition.scheme
    home = reverse("desk:admin_lookback", args=[scheme.pk])
    assert "其他活动办优先" in read(client.get(home))
    url = reverse("desk:admin_lookback_publish", args=[scheme.pk])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"seen": 1, "reason": "例会"}
    sent = {name: value for name, value in sent.items() if value is not None and value is not False}
    wrong = client.post(url, {**sent, "floor": 90})
    assert (wrong.status_code, "“至少”不能大于“至多”" in read(wrong)) == (422, True)
    assert client.post(url, {**sent, "weight_short": 0, "day": 8}).status_code == 302
    newest = LookBackEdition.objects.filter(scheme=scheme).latest("number")
    assert (newest.number, newest.day) == (2, 8)
    assert not newest.rules.filter(risk="short").exists()
    draw.refresh_from_db()
    assert draw.edition.number == 1


def test_the_log_speaks_of_draws_and_calls(cast: Cast) -> None:
    row = scene.brought_to(cast, S.DOUBTFUL)
    events = Event.objects.filter(object_type__startswith="lookback").order_by("pk")
    told = " ".join(str(one) for one in describe(list(events)))
    assert told
    kinds = {one.kind for one in events if one.object_id == row.pk}
    assert kinds >= {"lookback.draw", "lookback.doubt"}
    assert actions.owed_draws(timezone.now()) == []


def test_nobody_of_the_government_rates_in_the_firms_place(cast: Cast, sign_in: SignIn) -> None:
    case = scene.completed(cast)
    rating = {"verdict": "solved", "satisfaction": "5", "seen": case.version}
    for user in (cast.he_fan, cast.shen_jing, cast.zhou):
        client = sign_in(user)
        assert client.post(f"/desk/cases/{case.number}/rate/", rating).status_code == 404
        for verb in ("rate", "rate_by_phone"):
            assert client.get(f"/desk/ledger/bulk/{verb}/?pick={case.pk}").status_code == 404
        path = f"/cases/{case.number}/rate"
        assert Caller(user).post(path, rating, seen='"1"').status_code in {403, 404}
    # What is noted of a call names who of the firm said it, one call a time.
    url = f"/desk/cases/{case.number}/rate_by_phone/"
    assert sign_in(cast.he_fan).post(url, rating).status_code == 422
    assert not Rating.objects.exists()
