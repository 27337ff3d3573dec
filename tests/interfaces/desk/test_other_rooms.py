"""A room above the ledger shows itself on a case: a toy room that urges units (催办)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import ActorKind, Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell import case_words
from zhuqi.interfaces.shell.parts import Action, Happening
from zhuqi.ledgers.cases import contributions
from zhuqi.ledgers.cases.contributions import OtherMoment, OtherOffer
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.moments import Signature

SignIn = Callable[[User], Client]


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/desk/cases/{case.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


ROOM, URGED, ASKED, URGE = "urging", "urging.urged", "urging.explained", "urging.urge"
OFFICE = Signature(ActorKind.OFFICIAL, 1, "市活动办", "何帆")


@dataclass(frozen=True)
class Urging:
    """What the toy room knows of one urging."""

    unit: str
    days: int


def read(case: Case, by: Person, now: datetime) -> Iterable[OtherMoment]:
    """Its rows: whoever holds an office or a unit of the case sees that it was urged; the
    unit's explanation only its office does."""
    yield OtherMoment(URGED, now - timedelta(hours=2), OFFICE, details=Urging("许昌供电", 3))
    if (Role.REGISTRAR, case.office_id) in by.scope.posts:
        yield OtherMoment(ASKED, now - timedelta(hours=1), OFFICE, text=f"{case.title}：等材料")


def offer(case: Case, by: Person, _now: datetime) -> Iterable[OtherOffer]:
    """The office urges; a notice only after it has urged twice."""
    if (Role.REGISTRAR, case.office_id) in by.scope.posts:
        yield OtherOffer(URGE)
        yield OtherOffer("urging.notice", reason="催办满两次才能发督办单")


def urged(moment: OtherMoment) -> Happening:
    """On the desk with the number of days, for the firm without."""
    assert isinstance(moment.details, Urging)
    return Happening(
        moment.at, str(moment.by), f"催办{moment.details.unit}，逾期{moment.details.days}天"
    )


@pytest.fixture(autouse=True)
def urging_room() -> Iterator[None]:
    """The toy room, as its two `ready()` would register it."""
    contributions.register_moments(ROOM, {URGED: True, ASKED: False}, read)
    contributions.register_offers(ROOM, [URGE, "urging.notice"], offer)
    case_words.register_happening("desk", URGED, urged)
    case_words.register_happening(
        "desk", ASKED, lambda one: Happening(one.at, str(one.by), "情况说明", one.text)
    )
    case_words.register_happening(
        "portal", URGED, lambda one: Happening(one.at, "", f"已催办{one.details.unit}")
    )
    case_words.register_action(
        "desk", URGE, lambda one, number: Action("催办", f"/desk/urge/{number}/", reason=one.reason)
    )
    case_words.register_action(
        "desk", "urging.notice", lambda one, _number: Action("督办单", reason=one.reason)
    )
    yield
    contributions.withdraw(ROOM)
    case_words.withdraw(URGED, ASKED, URGE, "urging.notice")


def test_a_room_adds_lines_and_offers_cut_to_each_person(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    office = page(sign_in(cast.he_fan), case)
    for words in ("催办许昌供电，逾期3天", "情况说明", "等材料", f"/desk/urge/{case.number}/"):
        assert words in office
    assert "催办满两次才能发督办单" in office
    handler = page(sign_in(cast.zhou), case)
    assert "催办许昌供电，逾期3天" in handler
    for words in ("情况说明", "等材料", "/desk/urge/", "督办单"):
        assert words not in handler
    assert handler.index("催办许昌供电") > handler.index("办理过程")


def test_the_firm_reads_only_what_is_told_outside_in_words_of_its_own(
    cast: Cast, client: Client
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client.force_login(cast.zhao)
    text = client.get(reverse("portal:case", args=[case.number])).content.decode()
    assert "已催办许昌供电" in text
    for words in ("逾期3天", "情况说明", "等材料", "督办单"):
        assert words not in text


def test_a_hidden_firm_stays_hidden_in_what_other_rooms_wrote(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    told = {}
    for user in (cast.he_fan, cast.zhou):
        file = case_file(person(user), case.pk)
        assert file is not None
        text = f"{cast.diamond.name}说等材料"
        moment = OtherMoment(URGED, file.now, OFFICE, text=text)
        contributions.register_moments(ROOM, {URGED: True}, lambda *_given, one=moment: [one])
        [one] = contributions.other_moments(file.case, file.person, file.now, outside=False)
        told[user] = one.text
    assert cast.diamond.name in told[cast.he_fan]
    assert cast.diamond.name not in told[cast.zhou]


def test_a_kind_that_was_not_declared_is_an_error(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    contributions.register_moments(ROOM, {}, read)
    by = person(cast.he_fan)
    with pytest.raises(ValueError, match="has not declared"):
        contributions.other_moments(case, by, case.submitted_at, outside=False)


def test_every_kind_has_words_where_it_is_read() -> None:
    kinds = contributions.moment_kinds()
    assert set(kinds) >= {URGED, ASKED}
    for kind, told_outside in kinds.items():
        assert case_words.has_words("desk", kind)
        assert case_words.has_words("portal", kind) or not told_outside
    assert all(case_words.has_words("desk", kind) for kind in contributions.offer_kinds())
