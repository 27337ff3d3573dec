"""Who is told of a case, and how it is named to each of them: asked for many cases at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from django.utils import timezone

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import Deputy, FirmMember, User
from zhuqi.foundation.accounts.queries import people_holding_each, scopes_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.queries import liaison_officials
from zhuqi.foundation.notices.recipients import Recipient, with_deputies
from zhuqi.ledgers.cases.enums import VERBS, AssignmentRole, AssignmentState, Verb
from zhuqi.ledgers.cases.lifecycle import SHEET
from zhuqi.ledgers.cases.models import Assignment, Case
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.notifications.texts import named_firm
from zhuqi.ledgers.cases.queries.reach import Reach
from zhuqi.ledgers.cases.secrecy.models import disclosed_units, knows, redact
from zhuqi.ledgers.cases.verbs import To

Names = Mapping[int, Mapping[str, str]]
Post = tuple[int, tuple[Role, ...]]
_OFFICE_ROLES = {
    To.REGISTRARS: Role.REGISTRAR,
    To.REVIEWERS: Role.REVIEWER,
    To.SIGNERS: Role.SIGNER,
}
# Whoever works on a sheet; an office below has its registrars for it.
_WORKERS = (Role.HANDLER, Role.REGISTRAR)


@dataclass(frozen=True, slots=True)
class Group:
    """People around a case: those of `to`, or whoever works in one unit; of an event it may be
    those whom the event names."""

    case: Case
    to: To
    event: Event | None = None
    unit: int | None = None


def told_cases(ids: Collection[int]) -> dict[int, Case]:
    """The cases, by id, with what a notice says of them; one query."""
    return Case.objects.select_related("office", "enterprise", "lead_unit").in_bulk(ids)


def recipients(case: Case, to: To, event: Event | None = None) -> list[Recipient]:
    """The people of one group, and whoever stands in for those who are away."""
    return recipients_of([Group(case, to, event)])[0]


def recipients_of(groups: Sequence[Group]) -> list[list[Recipient]]:
    """The same of each group; whoever holds a post is asked for once for all of them."""
    firms = _people_of_firms([one.case for one in groups if one.to == To.FIRM and not one.unit])
    personal = [None if one.unit else _personally(one, firms) for one in groups]
    posts = [
        [] if people is not None else _posts_of(group)
        for group, people in zip(groups, personal, strict=True)
    ]
    holders = people_holding_each(
        {(role, unit) for several in posts for unit, roles in several for role in roles}
    )
    found = [
        people
        if people is not None
        else [
            Recipient(user, unit)
            for unit, roles in several
            for role in roles
            for user in holders[role, unit]
        ]
        for people, several in zip(personal, posts, strict=True)
    ]
    return with_deputies(found)


def names_for(told: Sequence[tuple[Case, Iterable[User]]]) -> list[Names]:
    """How each case is named to each of its people who may see it, by user id.

    A fixed number of queries, beside those for whom the firm is hidden from.
    """
    people = [{user.pk: user for user in several} for _case, several in told]
    scopes = scopes_of({pk: user for several in people for pk, user in several.items()}.values())
    reach = Reach.of([case for case, _people in told]) if scopes else Reach()
    found: list[Names] = []
    for (case, _people), several in zip(told, people, strict=True):
        seen = sorted(pk for pk in several if reach.sees(scopes[pk], case))
        disclosed = disclosed_units(case) if seen else frozenset()
        names: dict[int, Mapping[str, str]] = {}
        hidden: Mapping[str, str] = {}
        for pk in seen:
            scope = scopes[pk]
            knows_firm = knows(case, scope, [case.pk] if disclosed & working_units(scope) else ())
            if knows_firm and not case.sealed:
                names[pk] = named_firm(case)
                continue
            if case.sealed or not hidden:  # the same for all from whom the firm is hidden
                row = copy(case)
                redact([row], scope)
                hidden = named_firm(row)
            names[pk] = hidden
        found.append(names)
    return found


def _personally(group: Group, firms: Mapping[int, Sequence[User]]) -> list[Recipient] | None:
    """Groups of persons; None for groups that are units."""
    case = group.case
    if group.to == To.FIRM:
        return [Recipient(user) for user in firms.get(case.enterprise_id or 0, ())]
    if group.to == To.LIAISON:
        return [Recipient(user) for user in _liaisons(case)]
    if group.to == To.INSTRUCTORS:
        rows = case.instructions.order_by()
        if group.event is not None and "instruction" in group.event.facts:
            rows = rows.filter(ordinal=group.event.facts["instruction"])
        users = list(User.objects.filter(pk__in=rows.values("leader")).order_by("pk"))
        away = Deputy.objects.running(timezone.localdate()).filter(
            unit=case.office_id, absent__in=users
        )
        deputies = [row.deputy for row in away.select_related("deputy").order_by("pk")]
        return [Recipient(user) for user in [*users, *deputies]]
    return None


def _posts_of(group: Group) -> list[Post]:
    """The units of a group, each once, and the roles in them that are told."""
    if group.unit:
        return [(group.unit, _WORKERS)]
    return list(dict(_units_of(group.case, group.to, group.event)).items())


def _units_of(case: Case, to: To, event: Event | None) -> list[Post]:
    if to in _OFFICE_ROLES:
        return [(case.office_id, (_OFFICE_ROLES[to],))]
    if to == To.SUPERIOR:
        return [(case.superior_id, (Role.REGISTRAR, Role.REVIEWER))] if case.superior_id else []
    if to == To.ORIGIN:
        return [(case.origin_office_id, (Role.REGISTRAR,))] if case.origin_office_id else []
    if to == To.CHAMBER:
        return [(case.chamber_id, (Role.CHAMBER,))] if case.chamber_id else []
    return [(unit, _WORKERS) for unit in _sheet_units(case, to, event)]


def _sheet_units(case: Case, to: To, event: Event | None) -> list[int]:
    sheets = [
        sheet
        for sheet in Assignment.objects.filter(case=case).select_related("parent").order_by("sheet")
        if sheet.state != AssignmentState.RECALLED or _takes_back(event)
    ]
    leads = [s.unit_id for s in sheets if s.role == AssignmentRole.LEAD][-1:]
    if to == To.LEAD:
        return leads
    if to == To.CO:
        return [s.unit_id for s in sheets if s.role == AssignmentRole.CO]
    facts = event.facts if event else {}
    # A sheet that simply goes on is not among those whose clocks the event moved.
    numbers = {facts.get("kept"), *(number for number, _role in facts.get("sheets", ()))}
    named = [s for s in sheets if s.sheet in numbers]
    if to == To.NAMED:
        return [s.unit_id for s in named]
    return [s.parent.unit_id for s in named if s.parent] or leads


def _takes_back(event: Event | None) -> bool:
    """Whether what is told is that sheets nobody had signed for need no work any more; where the
    matter goes to another unit, that unit's sheet is the one that is told of."""
    if event is None or event.kind not in VERBS - {Verb.REASSIGN, Verb.CONSULT}:
        return False
    return SHEET.after(AssignmentState.ISSUED, Verb(event.kind)) == AssignmentState.RECALLED


def _people_of_firms(cases: Collection[Case]) -> dict[int, list[User]]:
    """Whoever speaks for the firms of these cases, by firm; no query where none is asked for."""
    firms = {case.enterprise_id for case in cases} - {None}
    members = FirmMember.objects.filter(enterprise__in=firms, status=FirmMember.Status.CONFIRMED)
    found: defaultdict[int, dict[int, User]] = defaultdict(dict)
    for member in members.select_related("user").order_by("user_id"):
        found[member.enterprise_id or 0][member.user_id] = member.user
    return {firm: list(people.values()) for firm, people in found.items()}


def _liaisons(case: Case) -> Sequence[User]:
    if case.enterprise is None:
        return []
    officials = liaison_officials(case.enterprise, timezone.localdate())
    return list(User.objects.filter(official__in=officials).order_by("pk"))
