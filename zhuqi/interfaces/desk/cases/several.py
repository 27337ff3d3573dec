"""Verbs done to many cases at once: how each is, its way back, and the ledger's rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import NotNow, NotYours, Person, Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.changes import refuse_stale
from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.directory.models import Tag
from zhuqi.interfaces.desk.cases.forms import several as forms
from zhuqi.interfaces.shell.bulk.declared import Bulk, RowName, Undo, because
from zhuqi.ledgers.cases.actions.store import CASES
from zhuqi.ledgers.cases.actions.work import CaseChange, could_stand_as
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.lifecycle import CASE
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_at_hand, case_file

Given = Mapping[str, Any]


# What a verb takes for one case of many ----------------------------------------------------------


def _own_sector(change: CaseChange, given: Given) -> Given:
    return {**given, "sector": given["sector"] or change.case.sector or Sector.OTHER}


def _has_been_rated(change: CaseChange) -> str:
    """A call has to be told where nobody rated, and each was a call of its own."""
    case = change.case
    return (
        ""
        if case.verdict or case.rating_refused_at
        else _now("企业没有评价，请逐件写明电话回访情况后销号")
    )


# The way back ------------------------------------------------------------------------------------


def _to_the_former(change: CaseChange, job: int) -> Given:
    """The handler of before. NotNow where it was nobody, or who is here no more."""
    before = _facts_of(change, Verb.HAND_OVER, job).get("changes", {}).get("handler", [0])[0]
    former = User.objects.filter(pk=before, is_active=True).first()
    if former is None:
        raise NotNow(_now("原来的经办人已不能接办"))
    return {"to": former, **because(change, job)}


def _tags_moved(change: CaseChange, job: int) -> Given:
    """What the job put on or took off. NotNow where that was nothing, or one of them is gone."""
    moved = _facts_of(change, Verb.TAG, job) or _facts_of(change, Verb.UNTAG, job)
    before, after = moved.get("tags", ((), ()))
    names = set(before) ^ set(after)
    if not names:
        raise NotNow(_now("标签当时没有变化，不用撤销"))
    tags = list(Tag.objects.filter(name__in=names))
    if len(tags) < len(names):
        raise NotNow(_now("标签有的已经改名或删除"))
    return {"tags": tags}


def _facts_of(change: CaseChange, verb: Verb, job: int) -> Mapping[str, Any]:
    """What the job's event of that verb on the case says; nothing where there is none."""
    events = (event for event in reversed(change.aggregate.past) if event.kind == verb)
    found = next((event.facts for event in events if event.facts.get("job") == job), {})
    return dict(found)


ACCEPT = Bulk(forms.AcceptSeveralForm, given=_own_sector)
ASSIGN = Bulk(
    forms.AssignSeveralForm,
    undo=Undo(Verb.RECALL, _("撤回这批交办"), because),
)
SIGN = Bulk(forms.SignSeveralForm)
HAND_OVER = Bulk(
    forms.HandOverSeveralForm,
    undo=Undo(Verb.HAND_OVER, _("交还原经办人"), _to_the_former),
)
COMPLETE = Bulk(
    forms.NothingForm,
    hint=_("每件的答复按提交的原文办结，企业会收到并被请评价；涉及资金和惠及员工请在各件上填写。"),
)
STRIKE_OFF = Bulk(forms.NothingForm, alone=_has_been_rated)
TAG = Bulk(
    forms.TagSeveralForm,
    undo=Undo(Verb.UNTAG, _("去掉刚贴的标签"), _tags_moved),
)
UNTAG = Bulk(
    forms.UntagSeveralForm,
    undo=Undo(Verb.TAG, _("贴回去掉的标签"), _tags_moved),
)
BUNDLE = Bulk(undo=Undo(Verb.UNBUNDLE, _("移出共性问题"), because))


# The ledger's rows --------------------------------------------------------------------------------


def could(scope: Scope) -> Collection[Verb]:
    """Verbs somebody could ever do to a case, as what they may stand before one."""
    return CASE.verbs_of(could_stand_as(scope))


def fits(case: Case) -> frozenset[Verb]:
    """Verbs its state lets be done by somebody."""
    return _of_state(State(case.state))


@cache
def _of_state(state: State) -> frozenset[Verb]:
    return frozenset(row.verb for row in CASE.steps if state in row.states)


def names(person: Person, cases: Sequence[int]) -> Mapping[int, RowName]:
    """As the person reads them."""
    rows = Case.objects.visible_to(person.scope).filter(pk__in=cases).order_by("pk")
    return {
        row.pk: RowName(row.number, row.title, reverse("desk:case", args=[row.number]))
        for row in rows
    }


def about(person: Person, cases: Sequence[int]) -> Mapping[str, Any] | None:
    """The first of them: units and people are offered as to a case of its ledger."""
    seen = Case.objects.visible_to(person.scope).filter(pk__in=cases[:_LOOKED_AT])
    first = next((pk for pk in seen.order_by("pk").values_list("pk", flat=True)[:1]), None)
    file = case_file(person, first) if first else None
    return {"file": file} if file else None


# As many are looked at for one that is seen.
_LOOKED_AT = 500


@contextmanager
def at_hand(person: Person, pk: int, seen: int) -> Iterator[CaseChange]:
    """One of them for its verb. NotYours where it is not seen, NotNow where it was changed."""
    try:
        with case_at_hand(person, pk) as (change, _view):
            refuse_stale(CASES, change.aggregate, seen)
            yield change
    except Case.DoesNotExist:
        raise NotYours(_now("这件诉求您已经看不到了")) from None
