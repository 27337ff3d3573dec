"""月讲评 over HTTP: tried, drafted, published, read by a unit, appealed against, set right."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.asked import page_asks
from tests.cast import Cast, person
from tests.scenes import appraisal as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.links import signed_link
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.reporting.appraisal.actions import reviews
from zhuqi.reporting.appraisal.models import Appeal, AppraisalScheme, Merit, Review

SignIn = Callable[[User], Client]
HOME = "/desk/appraisals/"


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.content.decode()


def test_a_month_is_tried_by_two_schemes_and_nothing_is_written(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.drafted(cast)
    editions = [one.pk for one in AppraisalScheme.objects.get().versions.order_by("number")]
    client, before = sign_in(cast.shen_jing), Review.objects.count()
    alone = text(client, f"{HOME}try/?month=2026-09-01")
    assert "许昌市工业和信息化局" in alone
    assert "经验贝叶斯" in alone
    both = text(client, f"{HOME}try/?month=2026-09-01&scheme={editions[0]}&other={editions[1]}")
    assert "两个方案的不同" in both
    assert "参加排名的最低基数" in both
    assert Review.objects.count() == before
    assert sign_in(cast.zhou).get(f"{HOME}try/").status_code == 403


def test_a_draft_is_published_by_the_signer_and_only_then_read_by_units(
    cast: Cast, sign_in: SignIn
) -> None:
    month = scenes.drafted(cast)
    url = f"{HOME}{month.review.pk}/"
    assert sign_in(month.head_land).get(url).status_code == 404
    client = sign_in(cast.shen_jing)
    award = {
        "unit": month.land.pk, "item": "false", "points": "2", "basis": "通报第3期", "seen": "1",
    }  # fmt: skip
    assert client.post(f"{url}award/", award).status_code == 302
    assert client.post(f"{url}award/", award).status_code in {302, 409}
    page = text(client, url)
    assert "通报第3期" in page
    assert "第 1 名" in page or "许昌市工业和信息化局" in page
    client = sign_in(cast.lu_yuan)
    seen = client.get(f"{url}publish/").context["row"].version
    stale = client.post(f"{url}publish/", {"note": "", "seen": str(seen - 1)})
    assert stale.status_code == 409
    sent = {"note": "九月讲评", "seen": str(seen)}
    assert client.post(f"{url}publish/", sent).status_code == 302
    assert client.post(f"{url}publish/", sent).status_code in {302, 409}
    published = text(client, url)
    assert "重算一致" in published
    assert "红榜" in published
    unit = text(sign_in(month.head_land), url)
    assert "九月讲评" in unit
    assert f"/units/{month.land.pk}/" in unit
    assert f"/units/{cast.industry.pk}/" not in unit


def test_a_unit_reads_its_statement_with_the_rows_behind_each_point_and_no_others(
    cast: Cast, sign_in: SignIn
) -> None:
    month = scenes.published(cast)
    base = f"{HOME}{month.review.pk}/units/"
    client = sign_in(month.head_land)
    assert "看得分单" in text(client, "/desk/")
    page = text(client, f"{base}{month.land.pk}/")
    for words in ("真解决率", "查实虚假办结", "市政府通报第3期", "申诉", "本组"):
        assert words in page
    rows = text(client, f"{base}{month.land.pk}/true_solved_rate/")
    assert "土地证迟迟不办" in rows
    assert client.get(f"{base}{cast.industry.pk}/").status_code == 404
    assert client.get(f"{base}{cast.industry.pk}/true_solved_rate/").status_code == 404
    assert client.get(f"{base}{month.land.pk}/login_count/").status_code == 404
    office = sign_in(cast.he_fan)
    assert "申诉截至" in text(office, f"{base}{cast.industry.pk}/")


SCAN = b"\xff\xd8\xff\xe0" + b"0" * 64


def files_on(page: str) -> set[str]:
    """The links to files on a page."""
    return set(re.findall(r'href="(/files/[^"]+)"', page))


def test_the_evidence_of_points_is_read_by_the_office_and_the_unit_alone(
    cast: Cast, sign_in: SignIn
) -> None:
    month = scenes.drafted(cast)
    url = f"{HOME}{month.review.pk}/"
    office = sign_in(cast.he_fan)
    sent = {
        "unit": month.land.pk, "item": "false", "points": "2", "basis": "市政府通报第3期",
        "seen": month.review.version, "proofs": SimpleUploadedFile("通报.jpg", SCAN),
    }  # fmt: skip
    assert office.post(f"{url}award/", sent).status_code == 302
    [link] = files_on(text(office, url))
    assert office.get(link).getvalue() == SCAN
    month.review.refresh_from_db()
    with reviews.REVIEWS.open(month.review.pk, by=person(cast.lu_yuan)) as change:
        reviews.publish(change)
    own = f"{url}units/{month.land.pk}/"
    [link] = files_on(text(client := sign_in(month.head_land), own))
    assert client.get(link).getvalue() == SCAN
    # Who stands beside it in the ranking reads the ranking, and does not open what is another's.
    other = sign_in(cast.zhou)
    assert not files_on(text(other, url))
    [file] = Attachment.objects.all()
    assert other.get(signed_link(file, cast.zhou.pk)).status_code == 403


def test_an_appeal_is_made_from_the_statement_and_decided_from_the_home(
    cast: Cast, sign_in: SignIn
) -> None:
    month = scenes.published(cast)
    client = sign_in(month.head_land)
    new = f"{HOME}appeals/new/?review={month.review.pk}&unit={month.land.pk}"
    assert "查实虚假办结" in text(client, new)
    sent = {
        "review": month.review.pk, "unit": month.land.pk, "about": "查实虚假办结",
        "text": "<b>通报</b>的是另一件。", "proofs": SimpleUploadedFile("通报.jpg", SCAN),
    }  # fmt: skip
    made = client.post(new, sent)
    assert made.status_code == 302, made.content.decode()
    appeal = Appeal.objects.get()
    assert "&lt;b&gt;" in text(client, made["Location"])
    signer = sign_in(cast.lu_yuan)
    [link] = files_on(text(signer, made["Location"]))
    assert signer.get(link).getvalue() == SCAN
    assert "待裁定的排名申诉" in text(signer, "/desk/")
    assert "查实虚假办结" in text(signer, f"{HOME}appeals/?hand=decide")
    decided = {"points": "2", "decision": "经核不是该局。", "seen": "1"}
    assert signer.post(f"{HOME}appeals/{appeal.pk}/uphold/", decided).status_code == 302
    page = text(client := sign_in(month.head_land), f"{HOME}{month.review.pk}/")
    assert "已更正 1 次" in page
    assert "申诉成立" in text(client, f"{HOME}{month.review.pk}/units/{month.land.pk}/")
    issue = text(client, f"{HOME}{month.review.pk}/issues/1/")
    assert issue.count("一致，每一位都相同") == 2


def test_standings_are_listed_to_those_who_stand_in_them(cast: Cast, sign_in: SignIn) -> None:
    scenes.published(cast)
    page = text(sign_in(cast.zhou), f"{HOME}scores/")
    assert "许昌市自然资源和规划局" in page
    assert "还没有公布的排名" in text(sign_in(cast.sun), f"{HOME}scores/")


def test_what_was_decided_about_a_unit_is_entered_and_read(cast: Cast, sign_in: SignIn) -> None:
    sent = {
        "office": cast.city_office.pk, "unit": cast.industry.pk, "kind": "praise",
        "title": "先进集体", "text": "九月第一", "basis": "许政文〔2026〕30号",
        "decided_by": "市政府", "decided_on": "2026-10-12",
    }  # fmt: skip
    client = sign_in(cast.shen_jing)
    assert client.post("/desk/merits/new/", sent).status_code == 302
    merit = Merit.objects.get()
    assert "先进集体" in text(sign_in(cast.zhou), "/desk/merits/")
    assert sign_in(cast.ma).get(f"/desk/merits/{merit.pk}/").status_code == 404
    assert sign_in(cast.zhou).get("/desk/merits/new/").status_code == 403


TABLES = ("groups", "indicators", "items")


def filled(page: object) -> dict[str, str]:
    """The form as the browser would send it."""
    form = page.context["form"]  # type: ignore[attr-defined]
    data = {name: str(form[name].value() or "") for name in form.fields}
    for table in TABLES:
        rows = getattr(form, table)
        data |= {f"{table}-{key}": str(rows.management_form[key].value()) for key in (
            "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS",
        )}  # fmt: skip
        for one in rows.forms:
            data |= {one.add_prefix(name): str(one[name].value() or "0") if name in {
                "zero", "full"} and one[name].value() is not None else str(
                one[name].value() or "") for name in one.fields}  # fmt: skip
    return data


@pytest.mark.parametrize("words", ["登录次数", "走访企业户数"])
def test_the_editor_refuses_log_ins_and_visits_and_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn, words: str
) -> None:
    scenes.adopt(cast.city_office)
    scheme = AppraisalScheme.objects.get()
    url = f"/desk/admin/registers/appraisals/{scheme.pk}/publish/"
    client = sign_in(cast.system_admin)
    page = client.get(url)
    data = filled(page) | {"seen": str(page.context["seen"])}
    number = int(data["items-TOTAL_FORMS"]) - 1
    bad = {f"items-{number}-name": words, f"items-{number}-points": "1"}
    refused = client.post(url, data | bad)
    body = refused.content.decode()
    assert refused.status_code == 422
    assert "国办函〔2026〕12号" in body
    assert words in body
    offered = page.content.decode()
    assert "按期率" in offered
    assert 'value="collected"' not in offered
    good = {f"items-{number}-name": "被省专班表扬", f"items-{number}-points": "1"}
    assert client.post(url, data | good).status_code == 302
    assert "被省专班表扬" in text(client, f"/desk/admin/registers/appraisals/{scheme.pk}/")
    assert client.post(url, data | good).status_code == 409


def test_review_issue_statement_and_dry_run_ask_little(cast: Cast, sign_in: SignIn) -> None:
    month = scenes.published(cast)
    base, client = f"{HOME}{month.review.pk}/", sign_in(cast.he_fan)
    statement = f"{base}units/{month.land.pk}/"
    for url in (base, f"{base}issues/1/", statement, f"{statement}true_solved_rate/"):
        assert page_asks(client, url) <= 20
    # It reckons a whole month, for whoever drafts a scheme.
    assert page_asks(client, f"{HOME}try/?month=2026-09-01") <= 21
