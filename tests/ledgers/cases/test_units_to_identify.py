"""Complaints that came in before the question was asked: whom does the firm mean?"""

import re
from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps

from tests.cast import Cast, person
from tests.scenes.complaints import COMPLAINT, complain
from zhuqi.foundation.access import NotNow
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Kind, Nature, State, Tier
from zhuqi.ledgers.cases.models import Case

upgrade = import_module("zhuqi.ledgers.cases.migrations.0013_units_to_identify")
UNKNOWN = replace(COMPLAINT, complained_of="工信局的王科长")


def as_of_before(case: Case) -> Case:
    """Neither the row nor its event knows of the question."""
    Case.objects.filter(pk=case.pk).update(complained_open=False)
    for event in Event.objects.filter(object_type="case", object_id=case.pk):
        data = re.sub(r'"complained_open":\[null,(true|false)\],', "", event.data)
        Event.objects.filter(pk=event.pk).update(data=data)
    return case


def test_an_upgrade_asks_of_old_complaints_what_nobody_has_answered_before_they_go_to_a_unit(
    cast: Cast,
) -> None:
    old = as_of_before(complain(cast, UNKNOWN))
    known = as_of_before(complain(cast, COMPLAINT))
    over = as_of_before(complain(cast, UNKNOWN))
    Case.objects.filter(pk=over.pk).update(state=State.WITHDRAWN, closed_at=over.submitted_at)
    answered = complain(cast, UNKNOWN)
    Case.objects.filter(pk=answered.pk).update(complained_open=False)
    upgrade.ask(apps, None)
    asked = Case.objects.filter(complained_open=True)
    assert list(asked.values_list("pk", flat=True)) == [old.pk]
    assert known.complained_of
    with open_case(old.pk, by=person(cast.he_fan)) as work:
        intake.accept(
            work, kind=Kind.COMPLAINT, tier=Tier.ORDINARY, nature=Nature.INDIVIDUAL,
            item=cast.electricity, sector="industry",
        )  # fmt: skip
    with (
        pytest.raises(NotNow, match="核定被反映单位"),
        open_case(old.pk, by=person(cast.he_fan)) as work,
    ):
        handling.assign(work, lead=cast.power)
