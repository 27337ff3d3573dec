"""赵总 says what the trouble is, once, from his phone."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, firm_user
from tests.scenes import portal as life
from tests.scenes.raising import GOOD
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import Case

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64


def send(client: Client, **changed: object) -> HttpResponse:
    data = {**GOOD, **changed}
    return client.post(reverse("portal:new"), data)  # type: ignore[return-value]


def test_the_form_already_knows_who_he_is(zhao: Client) -> None:
    page = life.text_of(zhao, reverse("portal:new"))
    assert "联系人：赵总 13800000000" in page
    assert 'name="reporter_phone" value="13800000000"' in page
    assert 'p-contact" open' not in page
    assert "代表哪家企业" not in page
    assert "提交后由许昌市活动办受理" in page
    assert re.search(r'type="file"[^>]*multiple', page)


def test_three_fields_and_a_receipt(zhao: Client, cast: Cast) -> None:
    response = send(zhao)
    case = Case.objects.get()
    assert response["Location"] == reverse("portal:receipt", args=[case.number]) + "?sent"
    assert (case.enterprise, case.office, case.channel) == (
        cast.diamond,
        cast.city_office,
        "portal",
    )
    assert (case.title, case.reporter_phone) == (GOOD["title"], GOOD["reporter_phone"])


def test_a_double_click_is_one_case_and_one_receipt(zhao: Client) -> None:
    assert send(zhao)["Location"] == send(zhao)["Location"]
    assert Case.objects.count() == 1


def test_other_words_under_the_same_key_are_another_case(zhao: Client) -> None:
    """Back in the browser, and something else is written into the same form."""
    first, second = send(zhao), send(zhao, title="仓库漏雨", body="整面墙都湿了，货都挪不开。")
    assert first["Location"] != second["Location"]
    assert set(Case.objects.values_list("title", flat=True)) == {GOOD["title"], "仓库漏雨"}


def test_another_photo_under_the_same_key_is_another_case(zhao: Client) -> None:
    for content in (JPEG, JPEG):
        send(zhao, attachments=[SimpleUploadedFile("现场.jpg", content)])
    anyway = Case.objects.get().number
    send(zhao, anyway=anyway, attachments=[SimpleUploadedFile("现场.jpg", JPEG + b"1")])
    assert Attachment.objects.count() == Case.objects.count() == 2


def test_somebody_elses_key_is_none_of_ones_own(cast: Cast, zhao: Client, jia: Client) -> None:
    first, second = send(zhao), send(jia)
    assert first["Location"] != second["Location"]
    assert jia.get(second["Location"]).status_code == 200
    assert Case.objects.filter(enterprise=cast.stranger_firm).count() == 1


def test_who_took_a_case_back_is_not_told_that_it_has_arrived(cast: Cast, zhao: Client) -> None:
    case = life.submitted(cast, ago=timedelta(minutes=2))
    Case.objects.filter(pk=case.pk).update(state="withdrawn")
    assert "不用重复提交" not in life.text_of(zhao, reverse("portal:new"))


def test_a_lost_answer_does_not_lead_to_a_second_case(cast: Cast, zhao: Client) -> None:
    case = life.submitted(cast, ago=timedelta(minutes=2))
    page = life.text_of(zhao, reverse("portal:new"))
    assert "您刚刚提交的一件已经收到" in page
    assert case.number in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "请用一句话说遇到什么困难"),
        ("title", "　 \u202e ", "请用一句话说遇到什么困难"),
        ("title", "长" * 61, "遇到什么困难最多 60 字，现在 61 字"),
        ("body", "", "请写具体情况"),
        ("body", "长" * 10_000, "具体情况最多 5000 字，现在 10000 字"),
        ("wish", "长" * 5001, "希望怎样解决最多 5000 字，现在 5001 字"),
        ("reporter_phone", "", "请填写联系电话"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(
    zhao: Client, field: str, value: str, sentence: str
) -> None:
    response = send(zhao, **{field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    for name, kept in GOOD.items():
        if name != field:
            assert kept in page
    assert not Case.objects.exists()


def test_hostile_text_is_shown_as_text(zhao: Client) -> None:
    body = "<script>alert(1)</script>\x00第一行\r\n第二行\u202e反过来"
    send(zhao, title='"><img src=x onerror=alert(1)>', body=body)
    case = Case.objects.get()
    assert "\x00" not in case.body
    assert "\u202e" not in case.body
    assert "第一行\n第二行" in case.body
    for name in ("case", "receipt", "supplement"):
        page = life.text_of(zhao, reverse(f"portal:{name}", args=[case.number]))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "<img src=x" not in life.text_of(zhao, reverse("portal:home"))


def test_photos_come_along_and_open_from_the_page(zhao: Client) -> None:
    files = [SimpleUploadedFile("现场.jpg", JPEG), SimpleUploadedFile("铭牌.jpg", JPEG + b"1")]
    send(zhao, attachments=files)
    case = Case.objects.get()
    assert [f.name for f in Attachment.objects.order_by("id")] == ["现场.jpg", "铭牌.jpg"]
    page = life.text_of(zhao, reverse("portal:case", args=[case.number]))
    link = re.search(r'href="(/files/[^"]+)"', page)
    assert link
    opened = zhao.get(link[1])
    assert b"".join(opened) == JPEG
    opened.close()


def test_a_file_that_is_no_photo_is_refused_and_the_good_one_kept(zhao: Client) -> None:
    files = [
        SimpleUploadedFile("现场.jpg", JPEG),
        SimpleUploadedFile("照片.jpg.exe", b"MZ\x90\x00" + b"0" * 40),
        SimpleUploadedFile("空.jpg", b""),
    ]
    response = send(zhao, attachments=files)
    page = response.content.decode()
    assert response.status_code == 422
    assert "照片.jpg.exe”不是可以上传的类型" in page
    assert "“空.jpg”是空文件" in page
    token = re.search(r'name="kept" value="([^"]+)"', page)
    assert token
    assert send(zhao, kept=[token[1]]).status_code == 302
    assert Attachment.objects.get().name == "现场.jpg"


def test_a_kept_file_is_nobody_elses_and_is_used_once(zhao: Client, jia: Client) -> None:
    page = send(zhao, title="", attachments=[SimpleUploadedFile("a.jpg", JPEG)]).content.decode()
    token = re.search(r'name="kept" value="([^"]+)"', page)
    assert token
    send(jia, key="b" * 32, kept=[token[1]])
    assert not Attachment.objects.exists()
    send(zhao, key="c" * 32, kept=[token[1]])
    anyway = Case.objects.latest("pk").number
    send(zhao, key="d" * 32, kept=[token[1], "forged"], anyway=anyway)
    assert Attachment.objects.count() == 1
    assert Case.objects.count() == 3


def test_the_tenth_file_is_too_many(zhao: Client, settings: Settings) -> None:
    settings.ATTACHMENT_MAX_FILES = 2
    files = [SimpleUploadedFile(f"{n}.jpg", JPEG + bytes([48 + n])) for n in range(3)]
    response = send(zhao, attachments=files)
    assert response.status_code == 422
    assert "一次最多 2 个附件，您选了 3 个" in response.content.decode()
    assert response.content.decode().count('name="kept"') == 2


def test_too_many_submits_wait_and_the_text_stays(zhao: Client, settings: Settings) -> None:
    settings.SUBMITS_PER_HOUR = 2
    for title, body in (("仓库漏雨", "整面墙都湿了"), ("门口修路", "货车进不来")):
        send(zhao, title=title, body=body)
    response = send(zhao, key="c" * 32)
    page = response.content.decode()
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "操作过于频繁" in page
    assert GOOD["body"] in page
    assert Case.objects.count() == 2


def test_who_waits_for_confirmation_cannot_submit(cast: Cast, client: Client) -> None:
    user = firm_user("新人", "xinren", cast.diamond)
    FirmMember.objects.filter(user=user).update(status=FirmMember.Status.PENDING, enterprise=None)
    client.force_login(user)
    for response in (client.get(reverse("portal:new")), send(client)):
        assert response["Location"] == reverse("portal:registration")
    assert not Case.objects.exists()


def test_a_firm_being_set_up_submits_without_a_code(cast: Cast, client: Client) -> None:
    firm = Enterprise.objects.create(
        name="筹建中的公司",
        region=cast.city,
        office=cast.city_office,
        uscc=None,
        status="preparing",
    )
    client.force_login(firm_user("筹建人", "choujian", firm))
    assert send(client).status_code == 302
    assert Case.objects.get().enterprise == firm


def test_who_registered_by_mail_types_the_phone_once(cast: Cast, zhao: Client) -> None:
    cast.zhao.phone = ""
    cast.zhao.save()
    assert 'p-contact" open' in life.text_of(zhao, reverse("portal:new"))
    send(zhao, reporter_phone="0374-2961234")
    Case.objects.update(submitted_at=timezone.now() - timedelta(days=1))
    assert "联系人：赵总 0374-2961234" in life.text_of(zhao, reverse("portal:new"))


# 公开办理, 保密办理 ---------------------------------------------------------------------------


def test_the_form_asks_one_question_and_is_sent_by_either_answer(zhao: Client) -> None:
    page = life.text_of(zhao, reverse("portal:new"))
    for value, words in (("no", "公开办理"), ("yes", "保密办理")):
        button = rf'<button[^>]*name="confidential" value="{value}">.*?{words}'
        assert re.search(button, page, re.DOTALL)
    ticks = re.findall(r'<input[^>]*type="checkbox"[^>]*name="([^"]*)"', page)
    assert ticks == ["attachments-place"]


@pytest.mark.parametrize("answer", ["", None, "maybe"])
@pytest.mark.parametrize("unit", ["", "许昌市工业和信息化局"])
def test_sent_without_an_answer_it_is_asked_back_with_everything_kept(
    zhao: Client, answer: str | None, unit: str
) -> None:
    data = {**GOOD, "complained_of": unit, "confidential": answer}
    response = zhao.post(
        reverse("portal:new"), {name: value for name, value in data.items() if value is not None}
    )
    page = response.content.decode()
    assert (response.status_code, Case.objects.count()) == (422, 0)
    assert "请选择公开办理还是保密办理" in page
    for kept in (GOOD["title"], GOOD["body"], GOOD["wish"], unit):
        assert kept in page


@pytest.mark.parametrize(("answer", "words"), [("yes", "已保密"), ("no", "公开办理")])
def test_every_page_of_the_firm_says_how_it_is_handled(
    zhao: Client, answer: str, words: str
) -> None:
    response = send(zhao, confidential=answer, complained_of="许昌市工信局")
    case = Case.objects.get()
    assert case.confidential == (answer == "yes")
    for address in (response["Location"], reverse("portal:case", args=[case.number])):
        page = life.text_of(zhao, address)
        assert words in page
        assert "这个单位和它的下级不经手这件事" in page
    for address in (reverse("portal:home"), reverse("portal:cases")):
        assert ("已保密" in life.text_of(zhao, address)) == case.confidential


def test_a_unit_nobody_recognises_is_said_to_be_looked_into(zhao: Client) -> None:
    response = send(zhao, confidential="yes", complained_of="人社局窗口")
    assert Case.objects.get().complained_open
    assert "核对清楚以前不会转给任何单位办理" in life.text_of(zhao, response["Location"])


def test_units_are_suggested_while_typing(zhao: Client, cast: Cast) -> None:
    query = {"complained_of": "工信", "enterprise": str(cast.diamond.pk)}
    page = zhao.get(reverse("portal:complained_units"), query).content.decode()
    assert page.strip() == '<option value="许昌市工业和信息化局">市工信局</option>'


def test_a_confidential_case_names_the_office_alone_to_call(zhao: Client) -> None:
    """Whoever calls the liaison official or a unit about it tells them whose it is."""
    response = send(zhao, confidential="yes")
    page = life.text_of(zhao, response["Location"])
    assert "许昌市活动办" in page
    assert "林助" not in page
    assert "打给承办单位或助企干部，对方就知道您是谁了" in page
