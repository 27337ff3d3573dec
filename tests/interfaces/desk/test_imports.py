"""历史台账 on screen: uploaded, matched, checked row by row, imported, and what is left to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from tests.cast import Cast
from tests.scenes import imports as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.interfaces.desk.imports.verb_pages import VERB_PAGES
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.imports import files
from zhuqi.ledgers.imports.actions import runs
from zhuqi.ledgers.imports.enums import RunState, RunVerb
from zhuqi.ledgers.imports.models import ImportRun, SourceMapping

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "var"


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def uploaded(client: Client, path: Path, name: str = "") -> ImportRun:
    file = SimpleUploadedFile(name or path.name, path.read_bytes())
    office = {"office": _office(client)}
    response = client.post(reverse("desk:import_new"), {"file": file, **office})
    assert response.status_code == 302, read(response)
    return ImportRun.objects.latest("pk")


def _office(client: Client) -> int:
    form = client.get(reverse("desk:import_new")).context["form"]
    return int(form["office"].initial)


def filled(response: Any) -> dict[str, Any]:
    """What a browser would send of the form as it is shown."""
    form = response.context["form"]
    sent: dict[str, Any] = {"seen": response.context["row"].version}
    for bound in form:
        value = bound.initial
        if value not in {None, "", False}:
            sent[bound.html_name] = "on" if value is True else value
    return sent


def matched(client: Client, run: ImportRun, **changed: object) -> Any:
    url = reverse("desk:import_verb", args=[run.pk, "match"])
    return client.post(url, {**filled(client.get(url)), **changed})


def done(client: Client, run: ImportRun, verb: RunVerb, **typed: object) -> Any:
    run.refresh_from_db()
    url = reverse("desk:import_verb", args=[run.pk, verb.value])
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(url, {"seen": run.version, **typed})


def work(run: ImportRun) -> None:
    """What the worker does, with what it does after its commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        runs.carry_on(run.pk)
    run.refresh_from_db()


def page_of(client: Client, run: ImportRun) -> str:
    return read(client.get(reverse("desk:import", args=[run.pk])))


@pytest.mark.parametrize("verb", VERB_PAGES)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(verb: RunVerb) -> None:
    page = VERB_PAGES[verb]
    assert page.form.keywords() == page.keywords


def test_a_register_is_uploaded_matched_checked_and_imported(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    run = uploaded(client, scenes.register(tmp_path / "台账.xlsx"))
    shown = client.get(reverse("desk:import_verb", args=[run.pk, "match"]))
    assert "办理情况·办理结果" in read(shown)
    assert "用电不足，需要增容" in read(shown)
    assert matched(client, run, name="襄城问题台账").status_code == 302
    work(run)
    assert (run.state, run.counts["imported"], Case.objects.count()) == (RunState.CHECKED, 3, 0)
    page = page_of(client, run)
    assert "可以导入 3" in page
    assert "县某某局" in page
    assert done(client, run, RunVerb.START).status_code == 302
    work(run)
    assert (run.state, run.counts["imported"], Case.objects.count()) == (RunState.DONE, 3, 3)
    assert not run.stored_as
    assert not list(files.FILES.path().iterdir())
    listed = read(client.get(reverse("desk:imports")))
    assert "襄城问题台账" in listed


def test_the_mapping_is_remembered_for_the_next_register_of_the_source(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    path = scenes.register(tmp_path / "a.xlsx")
    first = uploaded(client, path)
    matched(client, first, name="问题台账", column_9="")
    again = uploaded(client, path, "明年.xlsx")
    shown = client.get(reverse("desk:import_verb", args=[again.pk, "match"]))
    assert "已套用“问题台账”上次的对照" in read(shown)
    assert shown.context["form"]["name"].initial == "问题台账"
    matched(client, again)
    editions = SourceMapping.objects.filter(name="问题台账").values_list("edition", flat=True)
    assert sorted(editions) == [1, 2]


def test_a_remembered_mapping_brings_no_year_along(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    first = uploaded(client, scenes.register(tmp_path / "a.xlsx"))
    matched(client, first, name="问题台账")
    rows = scenes.REGISTER_ROWS
    again = scenes.book(tmp_path / "2023年.xlsx", *scenes.REGISTER_HEAD[1:], *rows)
    run = uploaded(client, again)
    form = client.get(reverse("desk:import_verb", args=[run.pk, "match"])).context["form"]
    assert (form.source, form["year"].initial) == ("问题台账", 2023)


def test_while_the_worker_is_at_it_the_page_draws_itself_anew_with_what_can_be_done(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx"))
    matched(client, run)
    assert 'hx-target="#main"' in page_of(client, run)
    work(run)
    page = page_of(client, run)
    assert 'hx-trigger="every' not in page
    assert "开始导入" in page
    start = read(client.get(reverse("desk:import_verb", args=[run.pk, "start"])))
    assert "共 3 行：可以导入 3" in start


def test_words_nobody_knows_are_given_a_meaning_on_the_page(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    rows = [list(row) for row in scenes.REGISTER_ROWS]
    rows[0][7] = "妥了"
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx", rows))
    url = reverse("desk:import_verb", args=[run.pk, "match"])
    matched(client, run, column_7="disposition")
    work(run)
    assert run.counts["refused"] == 1
    assert "“妥了”不认识" in page_of(client, run)
    assert "办理结果：“妥了”（1 行）" in read(client.get(url))
    matched(client, run, word_0="resolved")
    work(run)
    assert (run.counts["refused"], run.counts["imported"]) == (0, 3)


def test_what_is_no_table_is_told_where_it_was_chosen_and_not_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.he_fan)
    for name, content in (("a.xlsx", b"%PDF-1.7 x"), ("a.xlsx", b"PK\x03\x04" + bytes(99))):
        file = SimpleUploadedFile(name, content)
        sent = {"file": file, "office": cast.city_office.pk}
        response = client.post(reverse("desk:import_new"), sent)
        assert response.status_code == 422
        assert "表格" in read(response) or "损坏" in read(response)
    assert not ImportRun.objects.exists()
    assert not list(files.FILES.path().iterdir())


def test_a_mapping_without_a_question_or_a_date_is_refused_and_what_was_chosen_stays(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx"))
    response = matched(client, run, column_3="", column_9="wish")
    assert response.status_code == 422
    assert "诉求、具体情况至少要有一列" in read(response)
    assert 'value="wish" selected' in read(response)


def test_rows_with_a_mark_of_secrecy_go_to_the_keeper_and_the_file_is_removed(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    rows = [list(row) for row in scenes.REGISTER_ROWS]
    rows[1][3] = "机密★5年 某项目"
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx", rows))
    url = reverse("desk:import_verb", args=[run.pk, "match"])
    assert "某项目" not in read(client.get(url))
    matched(client, run)
    work(run)
    assert run.state == RunState.CANCELLED
    assert "文件已从服务器删除" in page_of(client, run)
    assert "某项目" not in page_of(client, run)
    assert Quarantined.objects.count() == 1
    assert not list(files.FILES.path().iterdir())


def test_a_file_that_fails_in_the_worker_says_why_and_can_be_matched_again(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx"))
    matched(client, run)
    files.FILES.discard(ImportRun.objects.get().stored_as)
    work(run)
    assert run.state == RunState.UPLOADED
    assert "上传的文件已经不在服务器上" in page_of(client, run)


def test_the_report_is_downloaded_with_every_reason_and_no_formula(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    rows = [list(row) for row in scenes.REGISTER_ROWS]
    rows[2][4] = "待定"
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx", rows))
    matched(client, run)
    work(run)
    url = reverse("desk:import_report", args=[run.pk])
    assert client.get(url).status_code == 405
    text = read(client.post(url))
    assert "6,不能导入,提出时间读不懂：“待定”" in text


def test_another_office_sees_nothing_of_it(cast: Cast, sign_in: SignIn, tmp_path: Path) -> None:
    run = uploaded(sign_in(cast.he_fan), scenes.register(tmp_path / "a.xlsx"))
    stranger = sign_in(cast.qin_lan)
    for url in (
        reverse("desk:import", args=[run.pk]),
        reverse("desk:import_verb", args=[run.pk, "match"]),
    ):
        assert stranger.get(url).status_code == 404
    assert stranger.post(reverse("desk:import_report", args=[run.pk])).status_code == 404
    assert "还没有导入过" in read(stranger.get(reverse("desk:imports")))
    assert sign_in(cast.zhou).get(reverse("desk:imports")).status_code == 403


def test_given_up_the_file_is_gone_and_a_stale_page_is_told(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx"))
    stale = {"seen": run.version - 1}
    url = reverse("desk:import_verb", args=[run.pk, "cancel"])
    assert client.post(url, stale).status_code == 409
    assert done(client, run, RunVerb.CANCEL).status_code == 302
    assert not list(files.FILES.path().iterdir())


def test_a_firm_entered_later_gets_its_past_cases(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(cast.he_fan)
    run = uploaded(client, scenes.register(tmp_path / "a.xlsx"))
    matched(client, run)
    work(run)
    done(client, run, RunVerb.START)
    work(run)
    page = read(client.get(reverse("desk:import_firms")))
    assert "襄城无名公司" in page
    firm = Enterprise.objects.create(
        name="襄城无名公司", region=cast.xiangcheng, office=cast.county_office
    )
    response = client.post(reverse("desk:import_firms"), follow=True)
    assert "已关联 1 件历史诉求" in read(response)
    assert Case.objects.get(title="招工难").enterprise == firm
    assert "襄城无名公司" not in read(client.get(reverse("desk:import_firms")))
