"""The security administrator gives and takes roles; nobody is two of the three administrators."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.foundation.accounts.accounts_cast import MONDAY, City, by, events_of, official
from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.actions import (
    RoleDraft,
    deactivate_user,
    end_role,
    give_role,
    give_roles,
)
from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.accounts.queries import scope_of

ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def test_a_role_given_reaches_at_once_and_is_in_the_log(town: City) -> None:
    give_role(user=town.zhou, role=Role.HANDLER, unit=town.industry, by=by(town.an))
    assert scope_of(town.zhou).posts == {(Role.HANDLER, town.industry.pk)}
    assert events_of(town.zhou) == ["created", "role_given"]


def test_a_role_given_twice_is_refused_and_leaves_one_event(town: City) -> None:
    give_role(user=town.zhou, role=Role.HANDLER, unit=town.industry, by=by(town.an))
    with pytest.raises(NotNow):
        give_role(user=town.zhou, role=Role.HANDLER, unit=town.industry, by=by(town.an))
    assert events_of(town.zhou) == ["created", "role_given"]
    assert town.zhou.roles.count() == 1


@pytest.mark.parametrize("who", ["zhou", "qin", "zhao", "jia"])
def test_nobody_but_the_security_administrator_gives_roles(town: City, who: str) -> None:
    actor = getattr(town, who)
    with pytest.raises(NotYours):
        give_role(user=town.xin, role=Role.HANDLER, unit=town.housing, by=by(actor))


def test_the_security_administrator_gives_oneself_nothing_and_takes_nothing(town: City) -> None:
    with pytest.raises(NotYours):
        give_role(user=town.an, role=Role.HANDLER, unit=town.industry, by=by(town.an))
    with pytest.raises(NotYours):
        end_role(assignment=town.an.roles.get(), by=by(town.an), reason="x")


def test_the_countys_administrator_gives_roles_in_the_county_only(town: City) -> None:
    give_role(user=town.zhou, role=Role.HANDLER, unit=town.housing, by=by(town.xin))
    for unit in (town.industry, town.city_office, town.other_office):
        with pytest.raises(NotYours):
            give_role(user=town.zhou, role=Role.LEADER, unit=unit, by=by(town.xin))


def test_the_citys_administrator_gives_roles_in_the_counties_too(town: City) -> None:
    give_role(user=town.zhou, role=Role.HANDLER, unit=town.housing, by=by(town.an))
    assert scope_of(town.zhou).units() == {town.housing.pk}


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.REVIEWER, Role.SIGNER, *ADMINS])
def test_roles_of_the_office_and_administrators_belong_to_an_office(town: City, role: Role) -> None:
    with pytest.raises(NotValid, match="活动办"):
        give_role(user=town.zhou, role=role, unit=town.industry, by=by(town.an))


@pytest.mark.parametrize("role", [Role.LEADER, Role.INSPECTOR])
def test_leaders_and_inspectors_reach_from_an_office_or_a_unit(town: City, role: Role) -> None:
    for unit in (town.city_office, town.industry):
        give_role(user=town.zhou, role=role, unit=unit, by=by(town.an))
    assert scope_of(town.zhou).units(role) == {town.city_office.pk, town.industry.pk}


def test_the_firms_role_is_a_registration_and_firms_people_hold_no_office(town: City) -> None:
    with pytest.raises(NotValid):
        give_role(user=town.zhou, role=Role.FIRM, unit=town.industry, by=by(town.an))
    with pytest.raises(NotValid):
        give_role(user=town.zhao, role=Role.HANDLER, unit=town.industry, by=by(town.an))


def test_a_deactivated_account_gets_no_roles(town: City) -> None:
    deactivate_user(user=town.zhou, by=by(town.an), reason="调离")
    with pytest.raises(NotNow):
        give_role(user=town.zhou, role=Role.HANDLER, unit=town.industry, by=by(town.an))


@pytest.mark.parametrize("first", ADMINS)
@pytest.mark.parametrize("second", ADMINS)
def test_nobody_is_two_of_the_three_administrators(town: City, first: Role, second: Role) -> None:
    give_role(user=town.zhou, role=first, unit=town.city_office, by=by(town.an))
    with pytest.raises(NotValid, match="三员分立"):
        give_role(user=town.zhou, role=second, unit=town.county_office, by=by(town.an))


def test_one_administrator_after_another_is_allowed(town: City) -> None:
    given = give_role(user=town.zhou, role=ADMINS[0], unit=town.city_office, by=by(town.an))
    end_role(assignment=given, by=by(town.an), reason="轮岗")
    give_role(user=town.zhou, role=ADMINS[2], unit=town.city_office, by=by(town.an))
    assert scope_of(town.zhou).posts == {(ADMINS[2], town.city_office.pk)}


def test_no_end_is_planned_for_an_administrator(town: City) -> None:
    """A planned end would hide the role from the constraint, which sees open roles."""
    with pytest.raises(NotValid):
        give_role(
            user=town.zhou,
            role=ADMINS[0],
            unit=town.city_office,
            by=by(town.an),
            until=MONDAY + timedelta(days=9999),
        )


@pytest.mark.parametrize("second", ADMINS)
def test_the_database_itself_refuses_two_of_the_three(town: City, second: Role) -> None:
    row = {"user": town.zhou, "unit": town.city_office, "since": MONDAY}
    RoleAssignment.objects.create(role=ADMINS[0], **row)
    row["unit"] = town.county_office
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(role=second, **row)


def test_a_role_ended_reaches_no_longer_and_says_why(town: City) -> None:
    given = give_role(user=town.zhou, role=Role.HANDLER, unit=town.industry, by=by(town.an))
    end_role(assignment=given, by=by(town.an), reason="调离")
    assert scope_of(town.zhou).posts == frozenset()
    assert events_of(town.zhou)[-1] == "role_ended"


def test_a_role_ended_twice_is_refused_and_leaves_one_event(town: City) -> None:
    given = give_role(
        user=town.zhou,
        role=Role.HANDLER,
        unit=town.industry,
        by=by(town.an),
        since=MONDAY + timedelta(days=30),
        now=MONDAY,
    )
    end_role(assignment=given, by=by(town.an), reason="不来了", now=MONDAY)
    with pytest.raises(NotNow):
        end_role(assignment=given, by=by(town.an), reason="不来了", now=MONDAY)
    assert scope_of(town.zhou, MONDAY + timedelta(days=31)).posts == frozenset()
    assert events_of(town.zhou).count("role_ended") == 1


def test_a_role_is_not_ended_without_a_reason_or_by_another_county(town: City) -> None:
    held = town.qin.roles.get()
    for reason in ("", "  ", "长" * 201):
        with pytest.raises(NotValid):
            end_role(assignment=held, by=by(town.an), reason=reason)
    foreign = official("禹安全", "yuan", town.other_office, Role.SECURITY_ADMIN)
    with pytest.raises(NotYours):
        end_role(assignment=held, by=by(foreign), reason="x")
    assert scope_of(town.qin).offices == {town.county_office.pk}


def test_the_system_gives_the_first_administrator(town: City) -> None:
    give_role(user=town.zhou, role=ADMINS[1], unit=town.city_office, by=SYSTEM_PERSON)
    assert scope_of(town.zhou).holds(Role.SECURITY_ADMIN)


def test_a_role_cannot_end_before_it_begins(town: City) -> None:
    with pytest.raises(NotValid):
        give_role(
            user=town.zhou,
            role=Role.HANDLER,
            unit=town.industry,
            by=by(town.an),
            since=MONDAY,
            until=MONDAY,
        )


def test_many_roles_at_once_cost_as_many_queries_as_two(town: City) -> None:
    new = [official(f"干部{number}", f"many{number}", town.industry) for number in range(7)]
    drafts = [RoleDraft(user=user, role=Role.HANDLER, unit=town.industry) for user in new]
    with CaptureQueriesContext(connection) as few:
        give_roles(drafts[:2], by=SYSTEM_PERSON)
    with CaptureQueriesContext(connection) as many:
        given = give_roles(drafts[2:], by=SYSTEM_PERSON)
    assert len(few) == len(many)
    assert [role.user for role in given] == new[2:]
    assert events_of(new[6]) == ["created", "role_given"]


def test_of_many_roles_one_refused_means_none_is_given(town: City) -> None:
    drafts = [
        RoleDraft(user=town.zhou, role=ADMINS[0], unit=town.city_office),
        RoleDraft(user=town.zhou, role=ADMINS[1], unit=town.city_office),
    ]
    with pytest.raises(NotValid, match="三员分立"):
        give_roles(drafts, by=SYSTEM_PERSON)
    assert town.zhou.roles.count() == 0
    assert events_of(town.zhou) == ["created"]
    assert give_roles([], by=SYSTEM_PERSON) == []
