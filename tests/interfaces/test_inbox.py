"""Messages on both sides: the bell, the inbox, what one wants to be told by."""

from collections.abc import Callable
from datetime import time

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.models import Gateway, Message, NotificationPreference, QuietHours

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
VALUES = {"时间": "今天"}


def told(user: User, *keys: str) -> list[Message]:
    with transaction.atomic():
        notify(
            [
                Notice(
                    user_id=user.pk, text_code="notices.test", values=VALUES, key=key,
                    object_type="case", object_ref="1000-26-0001-0",
                )
                for key in keys
            ]
        )  # fmt: skip
    return list(Message.objects.filter(user=user, key__in=keys).order_by("id"))


def test_the_bell_counts_what_is_unread_on_every_page(cast: Cast, sign_in: SignIn) -> None:
    told(cast.sun, "a", "b", "c")

    page = sign_in(cast.sun).get("/desk/").content.decode()

    assert '<b class="z-bell__count">3<span class="z-sr"> 条未读</span></b>' in page


def test_without_messages_the_bell_has_no_figure(cast: Cast, sign_in: SignIn) -> None:
    assert "z-bell__count" not in sign_in(cast.sun).get("/desk/").content.decode()


def test_opening_a_message_marks_it_read_and_leads_to_the_case(cast: Cast, sign_in: SignIn) -> None:
    [message] = told(cast.sun, "a")

    response = sign_in(cast.sun).post(f"/desk/notices/{message.pk}/")

    assert response["Location"] == "/desk/cases/1000-26-0001-0/"
    message.refresh_from_db()
    assert message.read_at is not None


def test_the_firm_s_message_leads_to_its_own_page_of_the_case(cast: Cast, sign_in: SignIn) -> None:
    [message] = told(cast.zhao, "a")

    response = sign_in(cast.zhao).post(f"/portal/notices/{message.pk}/")

    assert response["Location"] == "/portal/cases/1000-26-0001-0/"


def test_another_s_message_does_not_exist_and_stays_unread(cast: Cast, sign_in: SignIn) -> None:
    [message] = told(cast.zhou, "a")

    assert sign_in(cast.sun).post(f"/desk/notices/{message.pk}/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_looking_at_the_inbox_marks_nothing_read(cast: Cast, sign_in: SignIn) -> None:
    told(cast.sun, "a")
    client = sign_in(cast.sun)

    assert "助企平台试发" in client.get("/desk/notices/").content.decode()
    assert client.get("/desk/notices/1/").status_code == 405
    assert Message.objects.filter(read_at__isnull=True).count() == 1


def test_all_read_means_all_the_page_showed_and_none_that_came_since(
    cast: Cast, sign_in: SignIn
) -> None:
    _first, second = told(cast.sun, "a", "b")
    told(cast.zhou, "a")
    [later] = told(cast.sun, "later")

    sign_in(cast.sun).post("/desk/notices/read/", {"up_to": second.pk})

    unread = Message.objects.filter(read_at__isnull=True).values_list("user__username", "key")
    assert set(unread) == {("sun", "later"), ("zhou", "a")}
    later.refresh_from_db()
    assert later.read_at is None


def test_all_read_of_nothing_or_of_nonsense_is_no_fault(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.sun)
    for up_to in ("", "0", "-1", "abc", "９", "1" * 5):
        assert client.post("/desk/notices/read/", {"up_to": up_to}).status_code == 302


def test_only_unread_ones_can_be_shown(cast: Cast, sign_in: SignIn) -> None:
    read, _unread = told(cast.sun, "a", "b")
    client = sign_in(cast.sun)
    client.post(f"/desk/notices/{read.pk}/")

    assert client.get("/desk/notices/?unread=1").content.decode().count("z-inbox__open") == 1
    assert client.get("/desk/notices/").content.decode().count("z-inbox__open") == 2


def test_a_long_inbox_is_read_page_by_page(cast: Cast, sign_in: SignIn) -> None:
    told(cast.sun, *(f"k{number}" for number in range(35)))
    client = sign_in(cast.sun)
    page = client.get("/desk/notices/")

    assert page.content.decode().count("z-inbox__open") == 30
    older = client.get(f"/desk/notices/{page.context['listing'].after_url}")
    assert older.content.decode().count("z-inbox__open") == 5
    assert older.context["listing"].after_url == ""
    assert client.get("/desk/notices/?cursor=x").status_code == 200


def test_all_read_is_offered_on_the_first_page_alone(cast: Cast, sign_in: SignIn) -> None:
    newest = told(cast.sun, *(f"k{number}" for number in range(35)))[-1]
    client = sign_in(cast.sun)
    page = client.get("/desk/notices/")

    assert page.context["up_to"] == newest.pk
    older = client.get(f"/desk/notices/{page.context['listing'].after_url}")
    assert older.context["up_to"] == 0


def test_an_empty_inbox_says_what_will_come_to_an_official_and_to_a_firm(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.sun)
    assert "有诉求交给您" in client.get("/desk/notices/").content.decode()
    assert "没有未读的消息" in client.get("/desk/notices/?unread=1").content.decode()

    client = sign_in(cast.zhao)
    assert "您的诉求被受理" in client.get("/portal/notices/").content.decode()


def test_the_inbox_costs_the_same_with_one_message_and_with_ten(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.sun)
    told(cast.sun, "a")
    client.get("/desk/notices/")  # the session is saved with the first page
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/notices/")
    told(cast.sun, *(f"k{number}" for number in range(10)))
    with CaptureQueriesContext(connection) as ten:
        client.get("/desk/notices/")

    assert len(one) == len(ten)


def test_what_a_message_says_is_shown_and_never_run(cast: Cast, sign_in: SignIn) -> None:
    Message.objects.create(
        user=cast.sun, text_code="x", topic="work", title="<b>标题</b>", key="x",
        body="<script>1</script>", created_at=cast.sun.joined_at,
    )  # fmt: skip

    page = sign_in(cast.sun).get("/desk/notices/").content.decode()

    assert "&lt;b&gt;标题&lt;/b&gt;" in page
    assert "<script>1" not in page


# What one wants to be told by


def ready(channel: str = "sms") -> None:
    Gateway.objects.create(
        channel=channel, enabled=True, url="http://127.0.0.1:9/", body='{"a": "{phone}{text}"}'
    )


def test_only_channels_that_work_can_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.sun).get("/desk/notices/wishes/").content.decode()
    assert "work-sms" not in page
    assert "这里还没有开通" in page
    assert "地址也不能在这里更换。需要的，请联系系统管理员 系统员" in page

    ready()

    assert 'name="work-sms"' in sign_in(cast.sun).get("/desk/notices/wishes/").content.decode()


def test_what_is_chosen_is_kept_and_logged_with_before_and_after(
    cast: Cast, sign_in: SignIn
) -> None:
    ready()
    client = sign_in(cast.sun)

    response = client.post(
        "/desk/notices/wishes/", {"work-sms": "on", "begins": "22:00", "ends": "06:30"}
    )

    assert response.status_code == 302
    [wish] = NotificationPreference.objects.all()
    assert (wish.user, wish.topic, wish.channel, wish.wanted) == (cast.sun, "work", "sms", True)
    assert QuietHours.objects.get(user=cast.sun).ends == time(6, 30)
    event = Event.objects.get(object_type="notice_wishes")
    assert event.facts["changes"] == {
        "work.sms": ["off", "on"],
        "quiet": ["21:00-07:30", "22:00-06:30"],
    }


def test_saving_what_is_already_so_writes_nothing(cast: Cast, sign_in: SignIn) -> None:
    ready()
    sign_in(cast.sun).post("/desk/notices/wishes/", {"begins": "21:00", "ends": "07:30"})

    assert not NotificationPreference.objects.exists()
    assert not Event.objects.filter(object_type="notice_wishes").exists()


def test_a_time_that_is_none_is_refused_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.sun).post("/desk/notices/wishes/", {"begins": "25:00", "ends": ""})

    assert response.status_code == 422
    page = response.content.decode()
    assert "时间应写作 21:00" in page
    assert "请填写时间" in page


def test_a_firm_s_person_sees_the_number_masked_and_chooses_for_themselves(
    cast: Cast, sign_in: SignIn
) -> None:
    ready()
    client = sign_in(cast.zhao)
    page = client.get("/portal/notices/wishes/").content.decode()
    assert "138****0000" in page
    assert "13800000000" not in page
    assert "work-sms" not in page

    client.post("/portal/notices/wishes/", {"begins": "21:00", "ends": "07:30"})

    chosen = NotificationPreference.objects.filter(user=cast.zhao).values_list("topic", "wanted")
    assert set(chosen) == {("progress", False), ("account", False)}
    assert not NotificationPreference.objects.filter(user=cast.qian).exists()
