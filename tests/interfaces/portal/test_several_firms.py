"""Who speaks for two firms says once for which; what they do is done in that firm's name."""

from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.scenes import portal as life
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.models import Case

NEW, CHOOSE = "/portal/new/", "/portal/firm/"
SUBMISSION = {
    "title": "缺工",
    "body": "缺三十人",
    "reporter_name": "赵总",
    "reporter_phone": "13800000000",
    "confidential": "no",
    "key": "k" * 32,
}


def test_he_is_asked_first_and_then_goes_where_he_wanted(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    assert zhao.get(NEW)["Location"] == f"{CHOOSE}?next=%2Fportal%2Fnew%2F"
    page = life.text_of(zhao, f"{CHOOSE}?next=/portal/new/")
    for words in ("现在办哪家企业的事", "许昌钻石公司", "襄城鞋业公司"):
        assert words in page
    chosen = {"enterprise": str(cast.shoes.pk), "next": "/portal/new/"}
    assert zhao.post(CHOOSE, chosen)["Location"] == "/portal/new/"
    page = life.text_of(zhao, NEW)
    assert "<b>襄城鞋业公司</b>" in page
    assert "提交后由襄城县活动办受理" in page


def test_what_he_submits_is_the_chosen_firms_and_so_is_the_event(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    zhao.post(CHOOSE, {"enterprise": str(cast.shoes.pk)})
    zhao.post(NEW, SUBMISSION)
    case = Case.objects.get()
    assert (case.enterprise, case.office) == (cast.shoes, cast.county_office)
    event = Event.objects.get(object_type="case", object_id=case.pk)
    assert (event.actor_name, event.actor_unit) == ("赵总", "襄城鞋业公司")


def test_a_form_opened_for_one_firm_is_not_sent_for_another(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    zhao.post(CHOOSE, {"enterprise": str(cast.shoes.pk)})
    zhao.post(NEW, {**SUBMISSION, "enterprise": str(cast.diamond.pk)})
    assert Case.objects.get().enterprise == cast.diamond
    foreign = zhao.post(
        NEW, {**SUBMISSION, "key": "f" * 32, "enterprise": str(cast.stranger_firm.pk)}
    )
    assert foreign.status_code == 403
    assert Case.objects.count() == 1


def test_a_form_sent_from_a_new_session_goes_on_with_its_firm(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    zhao.post(NEW, {**SUBMISSION, "enterprise": str(cast.shoes.pk)})
    assert Case.objects.get().enterprise == cast.shoes


def test_home_shows_the_chosen_firm_and_what_waits_elsewhere(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    case = life.completed(cast)
    zhao.post(CHOOSE, {"enterprise": str(cast.shoes.pk)})
    home = life.text_of(zhao, reverse("portal:home"))
    assert case.number not in home
    assert "另外的企业还有 1 件等您评价" in home
    assert "1 件等您评价" in life.text_of(zhao, CHOOSE)
    zhao.post(CHOOSE, {"enterprise": str(cast.diamond.pk)})
    assert case.number in life.text_of(zhao, reverse("portal:home"))


def test_nobody_chooses_a_firm_that_is_not_theirs(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    for named in (str(cast.stranger_firm.pk), "0", "x", "٣"):
        assert zhao.post(CHOOSE, {"enterprise": named}).status_code == 403


def test_a_choice_ends_with_the_right_to_it(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    zhao.post(CHOOSE, {"enterprise": str(cast.shoes.pk)})
    FirmMember.objects.filter(user=cast.zhao, enterprise=cast.shoes).update(status="ended")
    page = life.text_of(zhao, NEW)
    assert "提交后由许昌市活动办受理" in page


def test_the_way_on_stays_on_this_site(cast: Cast, zhao: Client) -> None:
    life.speaks_too(cast.zhao, cast.shoes)
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = zhao.post(CHOOSE, {"enterprise": str(cast.shoes.pk), "next": bad})
        assert answer["Location"] == "/portal/"


def test_who_speaks_for_one_is_never_asked(zhao: Client) -> None:
    assert zhao.get(NEW).status_code == 200
    page = life.text_of(zhao, "/portal/")
    assert "换一家企业" not in page


def test_home_and_account_name_the_officer_and_the_office(cast: Cast, zhao: Client) -> None:
    for address in ("/portal/", "/portal/account/"):
        page = life.text_of(zhao, address)
        assert "助企干部 林助" in page
        assert 'href="tel:0374-2960000"' in page or 'href="tel:03742960000"' in page
    assert cast.lin.pk
