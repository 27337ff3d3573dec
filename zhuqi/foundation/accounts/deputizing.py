"""Who may name a deputy for whom, and who may end it. Decided on plain facts, no database.

A leader's deputy does what the leader's post does (reads the ledger, writes instructions as the
leader's, marks reports read), always marked 代; the words of instructions stay with those they
name. Inspectors have none: whoever could stand in is whom they inspect. Ours, no source rules it.

There are no chains. A deputy's deputy would do work nobody entrusted to them, and if chains were
merely ignored the first one's work would lie with nobody: so whoever is away can't be named, and
whoever stands in for somebody then can't be entered as away until that is given to another.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind, NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.accounts.rules import LONGEST_REASON

# Whoever answers for the work of a unit, or of an office.
HEADS = (Role.UNIT_HEAD, Role.SIGNER)
LONGEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """An absence somebody enters: both days are inside."""

    absent_id: int
    deputy_id: int
    unit_id: int
    since: date
    until: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What is true of the two people then. `offices_above`: offices whose region has the unit;
    `absent_leads`: who is away is a leader there, for whom the office's signer does not decide;
    `absent_stands_in_for`: names of whom they are deputy for on one of those days, in any unit.
    """

    absent_active: bool
    absent_works_there: bool
    absent_away: bool
    deputy_ready: bool
    deputy_is_admin: bool
    deputy_away: bool
    offices_above: frozenset[int]
    absent_leads: bool = False
    absent_stands_in_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A deputy's time as entered, for ending it."""

    absent_id: int
    deputy_id: int
    unit_id: int
    over: bool
    offices_above: frozenset[int]
    absent_leads: bool = False


def may_name_deputy(by: Person, asked: Absence, parties: Parties, today: date) -> None:
    """The person, the head of the unit, or the security administrator; nobody names themselves."""
    heads = () if parties.absent_leads else HEADS
    if not _answers_for(by, asked.absent_id, asked.unit_id, parties.offices_above, heads):
        raise NotYours(
            _("领导的请假代理由本人或安全管理员填写")
            if parties.absent_leads
            else _("请假代理由本人、单位负责人或安全管理员填写")
        )
    if not parties.absent_active:
        raise NotNow(_("该账号已经停用"))
    if parties.absent_away:
        raise NotNow(_("这段时间已经填过请假代理，请先结束原来的"))
    if parties.absent_stands_in_for:
        raise NotNow(
            _("请假人这段时间正代理%(names)s：请先结束那次代理，改派别人代理，再填写这次请假")
            % {"names": "、".join(parties.absent_stands_in_for)},
        )
    errors = {**_of_the_days(asked, today), **_of_the_people(by, asked, parties)}
    if not asked.why.strip():
        errors["why"] = _("请填写事由")
    elif len(asked.why.strip()) > LONGEST_REASON:
        errors["why"] = _("事由不超过200个字")
    if errors:
        raise NotValid(errors)


def _of_the_days(asked: Absence, today: date) -> dict[str, str]:
    if asked.since < today:
        return {"since": _("请假从今天或以后开始，不能补填")}
    if asked.until < asked.since:
        return {"until": _("结束日期不能早于开始日期")}
    if asked.until - asked.since > LONGEST_ABSENCE:
        return {"until": _("一次代理最长一年；更长的，请调整角色")}
    return {}


def _of_the_people(by: Person, asked: Absence, parties: Parties) -> dict[str, str]:
    if not parties.absent_works_there:
        return {"unit": _("请假人在这个单位没有可以代理的角色")}
    wrong = (
        (asked.deputy_id == asked.absent_id, _("不能由本人代理本人")),
        (
            asked.deputy_id == by.actor.user_id,
            _("不能指定自己代理别人，请由请假人或另一位负责人填写"),
        ),
        (not parties.deputy_ready, _("代理人须是同一单位在岗的工作人员")),
        (parties.deputy_is_admin, _("三员分立：管理员不能代理业务工作")),
        (parties.deputy_away, _("代理人在这段时间也请假，请另选一位")),
    )
    reason = next((sentence for holds, sentence in wrong if holds), "")
    return {"deputy": reason} if reason else {}


def may_end_deputy(by: Person, standing: Standing) -> None:
    """Whoever may name one, and the deputy, who can give the work back."""
    if by.actor.user_id != standing.deputy_id and not _answers_for(
        by,
        standing.absent_id,
        standing.unit_id,
        standing.offices_above,
        () if standing.absent_leads else HEADS,
    ):
        raise NotYours(_("请假代理由本人、代理人、单位负责人或安全管理员结束"))
    if standing.over:
        raise NotNow(_("这次代理已经结束"))


def _answers_for(
    by: Person, absent_id: int, unit_id: int, above: frozenset[int], heads: tuple[Role, ...]
) -> bool:
    if by.actor.kind is ActorKind.SYSTEM:
        return True
    # What one holds as a deputy does not name further deputies: rights must not breed.
    own = by.scope.own
    return (
        by.actor.user_id == absent_id
        or unit_id in (own.units(*heads) if heads else ())
        or bool(own.units(Role.SECURITY_ADMIN) & above)
    )
