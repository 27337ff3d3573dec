"""A chamber (商会) speaks up for its members and follows what it registered, nothing else."""

from datetime import timedelta

import pytest

from tests.cast import LONG_AGO, Cast, official_user, person
from tests.scenes.life import MONDAY, SUBMISSION, accept, answer, assign, sign
from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, NotYours, Person, Role
from zhuqi.foundation.directory.actions import join_chamber, leave_chamber
from zhuqi.foundation.directory.actions.tags import TAGS
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import ChamberMember, Enterprise, Unit
from zhuqi.ledgers.cases.actions import handling, intake, tagging
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import CHAMBER_CHANNEL, CaseRole
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import tags_of
from zhuqi.ledgers.cases.reading.case_view import case_file


@pytest.fixture
def guild(cast: Cast) -> Unit:
    """许昌超硬材料商会; the diamond firm is a member, the shoe factory is not."""
    guild = Unit.objects.create(
        name="许昌超硬材料商会", kind=UnitKind.CHAMBER, level=Level.CITY, region=cast.city
    )
    join_chamber(enterprise=cast.diamond, chamber=guild, since=LONG_AGO.date(), by=SYSTEM_PERSON)
    return guild


@pytest.fixture
def gong(guild: Unit) -> Person:
    """公秘书 of the chamber."""
    return person(official_user("公秘书", "gong", guild, Role.CHAMBER))


def register(firm: Enterprise, by: Person) -> Case:
    return intake.register(
        enterprise=firm, submission=SUBMISSION, channel="phone", by=by, now=MONDAY
    )


def test_it_registers_for_its_member_and_the_channel_says_so(
    cast: Cast, guild: Unit, gong: Person
) -> None:
    case = register(cast.diamond, gong)
    assert (case.channel, case.chamber, case.office) == (
        CHAMBER_CHANNEL,
        guild,
        cast.city_office,
    )


def test_it_registers_for_nobody_else(cast: Cast, gong: Person) -> None:
    for firm in (cast.shoes, cast.stranger_firm):
        with pytest.raises(NotYours):
            register(firm, gong)
    leave_chamber(member=ChamberMember.objects.get(), until=LONG_AGO.date(), by=SYSTEM_PERSON)
    with pytest.raises(NotYours):
        register(cast.diamond, gong)


def test_it_sees_what_it_registered_and_not_what_the_firm_said_itself(
    cast: Cast, gong: Person
) -> None:
    own = intake.submit(
        enterprise=cast.diamond, submission=SUBMISSION, by=person(cast.zhao), now=MONDAY
    )
    case = register(cast.diamond, gong)
    assert list(Case.objects.visible_to(gong.scope)) == [case]
    assert case_file(gong, own.pk) is None
    another = Unit.objects.create(
        name="别的商会", kind=UnitKind.CHAMBER, level=Level.CITY, region=cast.city
    )
    stranger = person(official_user("别人", "bieren", another, Role.CHAMBER))
    assert not Case.objects.visible_to(stranger.scope).exists()


def test_it_follows_the_course_as_the_firm_does_and_sees_nothing_from_inside(
    cast: Cast, gong: Person
) -> None:
    case = register(cast.diamond, gong)
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY + timedelta(hours=1)) as work:
        handling.note(work, text="内部：企业欠费")
        tagging.tag(work, tags=[TAGS.add(name="周例会", for_cases=True, by=SYSTEM)])
    accept(cast, case, MONDAY + timedelta(hours=2))
    assign(cast, case, MONDAY + timedelta(hours=3))
    sign(cast, case, MONDAY + timedelta(hours=5))
    answer(cast, case, MONDAY + timedelta(days=1))
    firm, chamber = case_file(person(cast.zhao), case.pk), case_file(gong, case.pk)
    assert firm is not None
    assert chamber is not None
    assert chamber.case_roles == {CaseRole.CHAMBER}
    assert [m.verb for m in chamber.moments] == [m.verb for m in firm.moments]
    assert (chamber.answers, chamber.notes, chamber.offers) == ([], [], [])
    assert (chamber.tags, tags_of(gong.scope, [case])) == ([], {})
    assert tags_of(person(cast.he_fan).scope, [case]) == {case.pk: "周例会"}


def test_it_does_nothing_to_the_case(cast: Cast, gong: Person) -> None:
    case = register(cast.diamond, gong)
    with (
        pytest.raises(NotYours),
        open_case(case.pk, by=gong, now=MONDAY + timedelta(hours=1)) as work,
    ):
        intake.withdraw(work, reason="x")
    with (
        pytest.raises(NotYours),
        open_case(case.pk, by=gong, now=MONDAY + timedelta(hours=1)) as work,
    ):
        handling.note(work, text="x")
