"""What pages, home and rules read of bodies, items, meetings and decisions."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import units_under
from zhuqi.ledgers.cases.models import Topic
from zhuqi.ledgers.cases.models.case import READING_ROLES, working_units
from zhuqi.mechanisms.direct_line.models import in_place_of
from zhuqi.mechanisms.meetings.enums import (
    OPEN_DECISIONS,
    SHOWN_TO_GROUPS,
    TO_COME,
    WITH_UNIT,
    BodyKind,
    BodyState,
    DecisionState,
    ItemState,
    MeetingState,
    Proposers,
)
from zhuqi.mechanisms.meetings.models import (
    Body,
    CoUnit,
    Decision,
    Invitation,
    Item,
    Meeting,
    Member,
    Opinion,
    Reply,
)
from zhuqi.mechanisms.meetings.models.bodies import current_on

# Whoever runs bodies in an office.
WRITERS = (Role.REGISTRAR, Role.REVIEWER)
JUDGES = (Role.REVIEWER, Role.SIGNER)
_BODIES = (
    UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.PARK, UnitKind.TOWN, UnitKind.SUBORDINATE,
    UnitKind.EXTERNAL,
)  # fmt: skip
_OF_CITY = (UnitKind.DEPARTMENT, UnitKind.SUBORDINATE)


def bodies(scope: Scope) -> QuerySet[Body]:
    """All one may see, with office and chair."""
    return Body.objects.visible_to(scope).select_related("office", "chair", "group")


def items(scope: Scope) -> QuerySet[Item]:
    """All one may see, with what they are about."""
    seen = Item.objects.visible_to(scope)
    return seen.select_related(
        "body__office", "body__group", "topic", "unit", "meeting__body", "case__office"
    )


def meetings(scope: Scope) -> QuerySet[Meeting]:
    """All one may see, with the body."""
    return Meeting.objects.visible_to(scope).select_related("body__office", "body__chair")


def decisions(scope: Scope) -> QuerySet[Decision]:
    """All one may see, with meeting, item and lead unit."""
    seen = Decision.objects.visible_to(scope)
    return seen.select_related("meeting__body__office", "item__topic", "lead")


def replies(scope: Scope) -> QuerySet[Reply]:
    """All one may see, with the decision."""
    return Reply.objects.visible_to(scope).select_related("decision__meeting__body")


# What may be chosen -------------------------------------------------------------------------------


def answering(body: Body) -> QuerySet[Unit]:
    """Units a meeting of the body can give something to, or call in: those of its office's level
    and the offices, parks and towns below; and its members."""
    office = body.office
    below = Q(pk__in=units_under([office.pk]).order_by().values("pk"), kind__in=_BODIES)
    if office.level == Level.CITY:
        below &= Q(level=office.level) | ~Q(kind__in=_OF_CITY)
    member = Q(pk__in=Member.objects.filter(body=body.pk).order_by().values("unit"))
    found = Unit.objects.filter(below | member, active=True)
    return found.order_by("level", "kind", "region__code", "pk")


def officials(body: Body) -> QuerySet[User]:
    """Who may chair or advise: whoever signs in to the desk of the office's region, by name."""
    there = Unit.objects.filter(region=body.office.region_id)
    held = RoleAssignment.objects.filter(
        running(timezone.now()),
        user=OuterRef("pk"),
        unit__in=there.order_by().values("pk"),
        role__in=READING_ROLES,
    )
    found = User.objects.filter(Exists(held), is_active=True, official__isnull=False)
    return found.order_by("name", "pk")


def members_on(body: Body, day: date) -> QuerySet[Unit]:
    """Its member units of a day, in the order they came."""
    rows = Member.objects.filter(current_on(day), body=body).order_by()
    return Unit.objects.filter(pk__in=rows.values("unit")).order_by("pk")


def putting(scope: Scope, day: date) -> QuerySet[Body]:
    """Bodies one may put an item to: of one's own office; by its members, or any unit of its
    level, where it lets them."""
    own = Q(office__in=sorted(scope.units(*WRITERS)))
    units = sorted(working_units(scope))
    member = Member.objects.filter(current_on(day), body=OuterRef("pk"), unit__in=units)
    level = Unit.objects.filter(
        pk__in=units, region=OuterRef("office__region"), level=OuterRef("office__level")
    )
    lets = (Proposers.MEMBERS, Proposers.ANY)
    others = Q(Exists(member), proposers__in=lets)
    others |= Q(Exists(level.order_by()), proposers=Proposers.ANY)
    return Body.objects.filter(own | others, state=BodyState.ACTIVE).order_by("office", "pk")


def topics(scope: Scope) -> QuerySet[Topic]:
    """Open common topics of one's own office, with how many cases each."""
    mine = Topic.objects.filter(office__in=sorted(scope.units(*WRITERS)), closed_at=None)
    return mine.annotate(n=Count("cases")).order_by("-n", "-pk")


# What waits ---------------------------------------------------------------------------------------


def to_confirm(scope: Scope) -> Q:
    """Items proposed to bodies of one's office."""
    return Q(state=ItemState.PROPOSED, body__office__in=sorted(scope.units(*WRITERS)))


def to_opine(scope: Scope) -> Q:
    """Items one is asked a written opinion of."""
    asked = Opinion.objects.filter(item=OuterRef("pk"), user=scope.user_id, given_at=None)
    return Q(Exists(asked), state__in=(ItemState.READY, ItemState.LISTED))


def to_answer(scope: Scope) -> Q:
    """Meetings one's units are invited to and have said nothing of."""
    units = sorted(working_units(scope))
    open_ones = Invitation.objects.filter(meeting=OuterRef("pk"), unit__in=units, answer="")
    return Q(Exists(open_ones), state=MeetingState.CALLED)


def to_prepare(scope: Scope, until: date) -> Q:
    """Meetings of one's office that come until a day, or whose day is over and that are not
    recorded."""
    mine = Q(body__office__in=sorted(scope.units(*WRITERS)))
    return mine & Q(state__in=sorted(TO_COME), at__date__lte=until)


def to_minute(scope: Scope) -> Q:
    """Held meetings whose minutes one may confirm."""
    mine = Q(body__office__in=sorted(scope.units(Role.SIGNER)))
    return (mine | Q(body__chair__in=in_place_of(scope))) & Q(state=MeetingState.HELD)


def to_do(scope: Scope) -> Q:
    """Decisions with the units one works for."""
    return Q(state__in=sorted(WITH_UNIT), lead__in=sorted(working_units(scope)))


def to_judge(scope: Scope) -> Q:
    """Reported to one's office as done."""
    mine = Q(meeting__body__office__in=sorted(scope.units(*JUDGES)))
    away = Q(lead__in=sorted(scope.belongs)) & ~Q(lead=F("meeting__body__office"))
    return Q(state=DecisionState.REPORTED) & mine & ~away


def late(today: date) -> Q:
    """With a unit or not yet found done, and the last day is over."""
    return Q(state__in=sorted(OPEN_DECISIONS), due__lt=today)


DECISIONS_IN_HAND: dict[str, Callable[[Scope], Q]] = {"do": to_do, "judge": to_judge}
ITEMS_IN_HAND: dict[str, Callable[[Scope], Q]] = {"confirm": to_confirm, "opine": to_opine}


# Meetings -----------------------------------------------------------------------------------------


def left_open(meeting: Meeting, scope: Scope) -> QuerySet[Decision]:
    """上次决定事项: of earlier meetings of the body, and not done; the next ones ask about them."""
    earlier = decisions(scope).filter(meeting__body=meeting.body_id, meeting__at__lt=meeting.at)
    return earlier.filter(state__in=sorted(OPEN_DECISIONS)).order_by("due", "pk")


def counted(scope: Scope, year: int) -> list[tuple[Body, dict[int, tuple[int, int]]]]:
    """Of every body the meetings of a year by month: planned (cancelled ones are none), and held.
    Two queries."""
    held = Q(state__in=(MeetingState.HELD, MeetingState.MINUTED))
    rows = (
        Meeting.objects.visible_to(scope)
        .filter(at__year=year)
        .exclude(state=MeetingState.CANCELLED)
        .order_by()
        .values_list("body", "at__month")
        .annotate(planned=Count("pk"), held=Count("pk", filter=held))
    )
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for body, month, planned, done in rows:
        found.setdefault(body, {})[month] = (planned, done)
    return [(body, found.get(body.pk, {})) for body in bodies(scope).order_by("office", "pk")]


def helping(ids: list[int]) -> QuerySet[CoUnit]:
    """The units that help with these decisions."""
    return CoUnit.objects.filter(decision__in=ids).select_related("unit").order_by("pk")


def put_for_group(group: int) -> QuerySet[Item]:
    """集团会商 [S0]: what of a group company's own cases and of its firms', in whatever county, is
    put to the consultations with it that go on; for the group's own people. Nothing of a case that
    is confidential, sealed or bounded. The newest first, with what was decided and confirmed."""
    theirs = Q(case__enterprise=group) | Q(case__enterprise__parent_group=group)
    open_to_them = Q(case__confidential=False, case__sealed=False, case__boundary=None)
    confirmed = Decision.objects.filter(meeting__confirmed_at__isnull=False)
    confirmed = confirmed.exclude(state=DecisionState.VOID).order_by("pk")
    rows = Item.objects.filter(
        theirs, open_to_them, body__group=group, body__kind=BodyKind.CONSULTATION,
        body__state=BodyState.ACTIVE, state__in=SHOWN_TO_GROUPS,
    )  # fmt: skip
    rows = rows.select_related("case__enterprise", "case__office__region", "body", "meeting")
    return rows.prefetch_related(Prefetch("decisions", confirmed)).order_by("-pk")
