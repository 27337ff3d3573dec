"""Signing schemes: published in editions, compared, put back, adopted and given up by offices."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, official_user
from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.shell.tables import quiet
from zhuqi.ledgers.cases.approval_schemes.actions import load_signing_schemes
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS
from zhuqi.ledgers.cases.models import ApprovalScheme, ApprovalVersion, OfficeApproval, Scheme

SignIn = Callable[[User], Client]
HOME = "/desk/admin/registers/signing/"


@pytest.fixture(autouse=True)
def _loaded(cast: Cast) -> None:  # noqa: ARG001 (there must be a database to load into)
    load_signing_schemes(by=SYSTEM)


def tiered() -> ApprovalScheme:
    return ApprovalScheme.objects.get(code="tier-and-disposition")


def at(page: str = "") -> str:
    return f"{HOME}{tiered().pk}/{page}"


def table(client: Client, query: str = "") -> dict[str, str]:
    """What a browser would send from the table as it stands."""
    context = client.get(at("publish/") + query).context
    form = context["form"]
    return {"seen": context["seen"]} | {name: form[name].value() or "" for name in form.fields}


def publish(client: Client, **cells: str) -> int:
    data = table(client) | {name.replace("__", "."): rank for name, rank in cells.items()}
    return client.post(at("publish/"), data).status_code


def test_a_table_is_published_compared_and_put_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    assert "一般、已解决" in client.get(at()).content.decode()
    assert publish(client, ordinary__explained="deputy", reason="局党组会议") == 302
    text = client.get(at()).content.decode()
    for words in ("现行：第 2 版", "局党组会议", "一般、解释说明", "系统员"):
        assert words in text
    before, after, rows = client.get(at() + "?before=1&after=2").context["compared"]
    assert (before, after) == (1, 2)
    assert rows == [("一般、解释说明", quiet("没有规定"), "分管领导")]
    assert client.get(at() + "?before=x&after=9").context["compared"] is None
    assert "恢复到第 1 版" in client.get(at("publish/") + "?version=1").content.decode()
    assert client.post(at("publish/"), table(client, "?version=1")).status_code == 302
    newest = tiered().versions.order_by("-number")[0]
    assert (newest.number, newest.rules.count()) == (3, 2)
    assert client.get(at("publish/") + "?version=77").status_code == 404


def test_a_new_scheme_begins_as_a_copy_and_is_then_edited(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    assert f"{HOME}new/" in client.get(HOME).content.decode()
    data = {"code": "xu-2027", "name": "许昌市2027签发", "source": "许政办〔2027〕3号",
            "like": tiered().pk, "reason": "新办法"}  # fmt: skip
    answer = client.post(f"{HOME}new/", data)
    made = ApprovalScheme.objects.get(code="xu-2027")
    assert answer.headers["Location"] == f"{HOME}{made.pk}/publish/"
    version = made.versions.get()

    def said(edition: ApprovalVersion) -> set[tuple[str, str, str]]:
        return set(edition.rules.values_list("tier", "disposition", "rank"))

    assert said(version) == said(tiered().versions.get())
    events = Event.objects.filter(object_type="signing_scheme", object_id=made.pk)
    assert [e.kind for e in events.order_by("seq")] == ["signing_scheme.added", "publish"]
    assert events[0].facts["reason"] == "新办法"
    again = client.post(f"{HOME}new/", data | {"name": "另一个"})
    assert again.status_code == 422
    assert "已被别的签发方案使用" in again.content.decode()
    assert client.post(f"{HOME}new/", data | {"like": 999, "code": "x"}).status_code == 422
    APPROVALS.adopt(office=cast.city_office, code="xu-2027", by=SYSTEM)
    assert OfficeApproval.objects.get(office=cast.city_office).scheme == made


def test_a_county_administrator_and_the_auditor_begin_none(cast: Cast, sign_in: SignIn) -> None:
    county = official_user("县系统员", "xian", cast.county_office, Role.SYSTEM_ADMIN)
    for user in (county, cast.audit_admin):
        client = sign_in(user)
        assert client.post(f"{HOME}new/", {}).status_code == 403
        assert "新建方案" not in client.get(HOME).content.decode()


def test_a_table_that_leaves_answers_without_a_signer_is_refused_and_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    data = table(client) | {"any.any": "", "reason": "留着的话"}
    answer = client.post(at("publish/"), data)
    assert answer.status_code == 422
    assert "适用于其他所有情形" in answer.content.decode()
    assert "留着的话" in answer.content.decode()
    assert client.post(at("publish/"), table(client) | {"any.any": "king"}).status_code == 422
    assert tiered().versions.count() == 1


def test_of_two_administrators_the_later_is_told(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    data = table(client) | {"complex.any": "deputy"}
    publish(client, major__any="head")
    answer = client.post(at("publish/"), data)
    assert answer.status_code == 409
    assert "刚刚有人发布了第 2 版" in answer.content.decode()
    assert tiered().versions.count() == 2


def test_an_office_adopts_a_scheme_and_gives_it_up(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    assert client.post(at(), {"office": cast.city_office.pk}).status_code == 302
    assert OfficeApproval.objects.get(office=cast.city_office).scheme == tiered()
    event = Event.objects.filter(object_type="unit").latest("pk")
    assert event.facts["changes"] == {"signing": [None, "tier-and-disposition"]}
    count = Event.objects.count()
    APPROVALS.adopt(office=cast.city_office, code="tier-and-disposition", by=SYSTEM)
    assert Event.objects.count() == count
    client.post(at(), {"office": cast.city_office.pk, "step": "leave"})
    client.post(at(), {"office": cast.city_office.pk, "step": "leave"})
    assert not OfficeApproval.objects.exists()
    assert Event.objects.count() == count + 1
    assert client.post(at(), {"office": cast.industry.pk}).status_code == 422


def test_a_new_office_begins_with_its_scheme(cast: Cast, sign_in: SignIn) -> None:
    data = {
        "name": "禹州市第二活动办", "kind": "office", "region": cast.yuzhou.pk,
        "case_prefix": "1999", "scheme": Scheme.objects.all()[0].pk, "signing": tiered().pk,
    }  # fmt: skip
    client = sign_in(cast.system_admin)
    assert client.post("/desk/admin/registers/units/new/", data).status_code == 302
    made = Unit.objects.get(case_prefix="1999")
    assert OfficeApproval.objects.get(office=made).scheme == tiered()


def test_a_county_administrator_adopts_for_the_county_and_publishes_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(official_user("县系统员", "xian", cast.county_office, Role.SYSTEM_ADMIN))
    assert client.get(at("publish/")).status_code == 403
    assert client.post(at("publish/"), {}).status_code == 403
    assert client.post(at(), {"office": cast.other_office.pk}).status_code == 422
    assert client.post(at(), {"office": cast.county_office.pk}).status_code == 302


def test_nobody_else_publishes_or_adopts(cast: Cast, sign_in: SignIn) -> None:
    count = ApprovalVersion.objects.count()
    for user in (cast.audit_admin, cast.lu_yuan, cast.head_zheng, cast.mayor, cast.zhao):
        client = sign_in(user)
        assert client.post(at("publish/"), {}).status_code == 403
        assert client.post(at(), {"office": cast.city_office.pk}).status_code == 403
        wanted = 200 if user == cast.audit_admin else 403
        assert client.get(HOME).status_code == client.get(at()).status_code == wanted
    assert ApprovalVersion.objects.count() == count
    assert not OfficeApproval.objects.exists()
