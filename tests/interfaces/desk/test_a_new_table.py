"""A room brings a reference table, and a kind of scheme, with declarations alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import reload

import pytest
from django import forms
from django.db.models import QuerySet
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from zhuqi.config import urls as all_urls
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Tag
from zhuqi.foundation.reference_tables.table import Table
from zhuqi.foundation.schemes.kinds import RowWords, SchemeKind, ShippedScheme
from zhuqi.interfaces.desk import urls as desk_urls
from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.desk.tables import urls as tables_urls
from zhuqi.interfaces.desk.tables.reference_tables.base import Column, Register, RegisterForm
from zhuqi.interfaces.desk.tables.views.editions import SchemePages
from zhuqi.interfaces.shell.listing.exporting import EXPORTS
from zhuqi.ledgers.cases.enums import Rank, Tier
from zhuqi.ledgers.cases.models import ApprovalRule, ApprovalScheme, ApprovalVersion, OfficeApproval

SignIn = Callable[[User], Client]

# What a room declares below: a table ...
WORDS = Table(Tag, object_type="word", fields=("name", "note"), taken="这个词已经有了")


# ... a kind of scheme ...
@dataclass(frozen=True)
class Rung:
    """Who is told of what is overdue."""

    tier: str
    rank: Rank


def _refuse_empty(rungs: object, _terms: object) -> None:
    if not rungs:
        raise NotValid("至少要有一级")


CHAINS = SchemeKind(
    ApprovalScheme,
    ApprovalVersion,
    ApprovalRule,
    OfficeApproval,
    object_type="chain",
    name="升级方案",
    columns=("tier", "rank"),
    about=("tier",),
    read=lambda row: Rung(row.tier, Rank(row.rank)),
    words=RowWords(
        what=lambda rung: f"{Tier(rung.tier).label}超期",
        says=lambda rung: f"报{rung.rank.label}",
        place=lambda rung: list(Tier).index(Tier(rung.tier)),
    ),
    refuse=_refuse_empty,
    adopted=("chain_chosen", "chain"),
    optional=True,
)
SHIPPED: ShippedScheme[Rung] = ShippedScheme(
    code="plain", name="一级", source="某文", rules=[Rung("major", Rank.HEAD)]
)


# ... and, in its pages, a form and columns for each.
class WordForm(RegisterForm):
    name = forms.CharField(label="词", max_length=20)
    note = forms.CharField(label="说明", required=False)


class Words(Register[Tag]):
    key, table, name, one, note = "words", WORDS, "词表", "词", "会上用的词。"
    form, retiring = WordForm, "停用后不能再选。"
    columns = (Column("词", lambda row: row.name),)

    def rows(self, scope: Scope) -> QuerySet[Tag]:  # noqa: ARG002
        return Tag.objects.order_by("pk")


class ChainForm(EditionForm):
    major = forms.ChoiceField(label="重大", choices=[("", "—"), *Rank.choices], required=False)

    @property
    def rules(self) -> list[Rung]:
        rank = self.cleaned_data["major"]
        return [Rung("major", Rank(rank))] if rank else []


class ChainPages(SchemePages):
    kind, form, key, route, prefix = CHAINS, ChainForm, "chains", "chains", "chain"
    name, note, lead = "升级方案", "超期报给谁。", "超期以后一级一级往上报。"
    heads = ("什么情形", "报给谁")
    from_now, begun = "只管以后超期的。", "已新建"
    adopted, given_up = "%(office)s按它升级", "%(office)s不再升级"
    not_adopted = "%(office)s没有选用它"


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    """As the room's `apps.py` would."""
    reference_tables.add(Words())
    reference_tables.add_pages(ChainPages())
    _read_addresses_anew()
    yield
    del EXPORTS._parts["table_words"]
    del reference_tables.REGISTERS["words"], reference_tables.OWN_PAGES["chains"]
    _read_addresses_anew()


def _read_addresses_anew() -> None:
    reload(tables_urls)
    reload(desk_urls)
    reload(all_urls)
    clear_url_caches()


HOME = "/desk/admin/registers/"


def test_a_declared_table_is_entered_changed_retired_and_told_of(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    assert "词表" in client.get(HOME).content.decode()
    made = client.post(f"{HOME}words/new/", {"name": "一事一议", "reason": "例会"})
    row = Tag.objects.get(name="一事一议")
    assert made["Location"] == f"{HOME}words/{row.pk}/"
    page = client.get(made["Location"])
    assert "停用后不能再选" in page.content.decode()
    changed = {"name": "一企一策", "seen": page.context["seen"]}
    assert client.post(made["Location"], changed).status_code == 302
    again = client.post(made["Location"], changed | {"seen": 0, "name": "别的"})
    assert (again.status_code, "刚刚被他人修改" in again.content.decode()) == (409, True)
    retired = {"step": "retire", "seen": client.get(made["Location"]).context["seen"]}
    assert client.post(made["Location"], retired).status_code == 302
    kinds = Event.objects.filter(object_type="word").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["word.added", "word.changed", "word.retired"]
    taken = client.post(f"{HOME}words/new/", {"name": "一企一策"})
    assert (taken.status_code, "这个词已经有了" in taken.content.decode()) == (422, True)


def test_a_declared_kind_of_scheme_is_begun_published_compared_and_adopted(
    cast: Cast, sign_in: SignIn
) -> None:
    assert CHAINS.add_missing([SHIPPED], by=SYSTEM) == 1
    assert CHAINS.add_missing([SHIPPED], by=SYSTEM) == 0
    shipped = ApprovalScheme.objects.get()
    client = sign_in(cast.system_admin)
    assert "升级方案" in client.get(HOME).content.decode()
    copy = {"code": "own", "name": "我市", "source": "某文", "like": shipped.pk}
    made = client.post(f"{HOME}chains/new/", copy)
    own = ApprovalScheme.objects.get(code="own")
    assert made["Location"] == f"{HOME}chains/{own.pk}/publish/"
    page = client.get(made["Location"])
    assert page.context["form"].fields.keys() == {"reason", "major"}
    sent = {"seen": page.context["seen"], "major": "deputy"}
    assert client.post(made["Location"], sent).status_code == 302
    assert client.post(made["Location"], sent).status_code == 409
    assert client.post(made["Location"], sent | {"seen": 2, "major": ""}).status_code == 422
    text = client.get(f"{HOME}chains/{own.pk}/?before=1&after=2").content.decode()
    for words in ("现行：第 2 版", "重大超期", "报分管领导", "第 1 版与第 2 版"):
        assert words in text
    assert (
        client.post(f"{HOME}chains/{own.pk}/", {"office": cast.city_office.pk}).status_code == 302
    )
    assert CHAINS.in_force() == {cast.city_office.pk: (Rung("major", Rank.DEPUTY),)}
    event = Event.objects.filter(object_type="unit").latest("pk")
    assert (event.kind, event.facts["changes"]) == ("unit.chain_chosen", {"chain": [None, "own"]})
    assert sign_in(cast.lu_yuan).get(f"{HOME}chains/").status_code == 403


@pytest.mark.usefixtures("cast")
def test_an_edition_in_force_is_read_once_and_an_older_one_stays_what_it_was(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    CHAINS.add_missing([SHIPPED], by=SYSTEM)
    scheme = ApprovalScheme.objects.get()
    first = CHAINS.editions_of(scheme)[0]
    assert CHAINS.read_once(first.pk, first.since) == (Rung("major", Rank.HEAD),)
    CHAINS.publish(scheme=scheme, rules=[Rung("major", Rank.DEPUTY)], by=SYSTEM, after=1)
    with pytest.raises(NotNow):
        CHAINS.publish(scheme=scheme, rules=[Rung("major", Rank.HEAD)], by=SYSTEM, after=1)
    with django_assert_num_queries(0):
        assert CHAINS.read_once(first.pk, first.since) == (Rung("major", Rank.HEAD),)
