"""回避 and 保密: who must keep away from a case, and from whom its firm is hidden."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role, Scope
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.models import Enterprise, Region, Unit
from zhuqi.foundation.directory.naming import former_names
from zhuqi.ledgers.cases.enums import CoverState, MarkKind
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, Case, working_units
from zhuqi.ledgers.cases.secrecy.forms import trade_of
from zhuqi.ledgers.cases.secrecy.known_once import ever_called
from zhuqi.ledgers.cases.secrecy.marks import Known
from zhuqi.ledgers.cases.secrecy.redaction import COVERED, HIDDEN_FIRM, Redaction, words_of

# What stands in a redacted row; texts are redacted, these are simply gone.
EMPTIED = (
    "firm_stated", "reporter_name", "reporter_phone", "foreign_number", "foreign_key",
    "source_note",
    "complained_of",
)  # fmt: skip
REDACTED = ("title", "body", "wish", "refusal_ground", "where_to_go")


class RecusalKind(models.TextChoices):
    """Why somebody keeps away."""

    COMPLAINED_OF = "complained_of", _("被反映单位")
    DECLARED = "declared", _("本人声明")
    RELATION = "relation", _("有利害关系")


class Recusal(models.Model):
    """One unit (with all below it and everyone who belongs to it) or one person kept from a case.

    `lifted_at` ends it; the row stays. Scope, case roles and assignments ask `in_force`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="recusals")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("回避事由"), max_length=14, choices=RecusalKind)
    reason = models.TextField(_("说明"))
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=40, blank=True)
    lift_reason = models.TextField(_("解除原因"), blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(unit__isnull=False, user__isnull=True)
                | Q(unit__isnull=True, user__isnull=False),
                name="recusal_of_unit_or_person",
            ),
            models.UniqueConstraint(
                fields=("case", "unit"), condition=Q(lifted_at=None), name="unit_recused_once"
            ),
            models.UniqueConstraint(
                fields=("case", "user"), condition=Q(lifted_at=None), name="person_recused_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def in_force(self) -> bool:
        """True until it is lifted."""
        return self.lifted_at is None

    def binds(self, scope: Scope) -> bool:
        """True if it keeps this person away."""
        named = self.user_id is not None and self.user_id == scope.user_id
        return self.in_force and (named or self.unit_id in scope.belongs)


class Disclosure(models.Model):
    """A unit that has been told which firm stands behind a confidential case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="disclosures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField(_("告知原因"))
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("case", "unit"), name="disclosed_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} → {self.unit_id}"


class Cover(models.Model):
    """遮盖: words inside a confidential text that could tell whose it is, beside the original.

    Found by `marks` from the firm's file, or named by the office. Whoever may not know the firm
    reads （已遮盖） wherever they stand, in texts, titles and names of files; the text itself stays
    as it was written, for those who may.
    """

    State = CoverState

    case = models.ForeignKey(Case, models.CASCADE, related_name="covers")
    text = models.CharField(_("文字"), max_length=200)
    kind = models.CharField(_("可能是"), max_length=8, choices=MarkKind)
    state = models.CharField(_("处理"), max_length=8, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("case", "text"), name="covered_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.state}"


class KnownAs(models.Model):
    """What the firm and its people were called while a confidential text was written.

    A firm is renamed, a contact leaves, a phone changes: the text goes on saying what it said, and
    is covered by the words of then as well as by those of today. Gone with the text.
    """

    class Kind(models.TextChoices):
        """As what it is looked for; the names are those of `words_of`."""

        FIRMS = "firms", _("企业名称")
        CODES = "codes", _("统一社会信用代码")
        PEOPLE = "people", _("人员")
        PHONES = "phones", _("电话")
        EMAILS = "emails", _("邮箱")
        ADDRESSES = "addresses", _("地址")

    case = models.ForeignKey(Case, models.CASCADE, related_name="known_as")
    kind = models.CharField(_("类别"), max_length=9, choices=Kind)
    text = models.CharField(_("文字"), max_length=254)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "kind", "text"), name="known_as_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


def recused_from(scope: Scope) -> Exists | None:
    """The condition “this person must keep away from the row”; None where nothing can bind them.

    The only place that says it in SQL. Firms' people are bound by no recusal.
    """
    if scope.enterprises or not scope.user_id:
        return None
    bound = Q(user=scope.user_id)
    if scope.belongs:
        bound |= Q(unit__in=sorted(scope.belongs))
    return Exists(Recusal.objects.filter(bound, case=OuterRef("pk"), lifted_at=None))


def firm_known_to(scope: Scope) -> Q:
    """The condition “this person may know whose case the row is”; `knows` says it of a row."""
    known = Q(confidential=False)
    if offices := scope.units(*OFFICE_READERS):
        known |= Q(office_id__in=offices)
    if scope.enterprises:
        known |= Q(enterprise_id__in=scope.enterprises)
    if chambers := scope.units(Role.CHAMBER):
        known |= Q(chamber_id__in=chambers)
    if units := working_units(scope):
        told = Disclosure.objects.filter(case=OuterRef("pk"), unit__in=sorted(units))
        known |= Q(Exists(told))
    return known


def knows(case: Case, scope: Scope, told: Collection[int]) -> bool:
    """True if the person may know the firm; `told`: cases whose firm their unit has been told."""
    return (
        not case.confidential
        or case.office_id in scope.units(*OFFICE_READERS)
        or case.enterprise_id in scope.enterprises
        or (Role.CHAMBER, case.chamber_id) in scope.posts
        or case.pk in told
    )


def disclosed_units(case: Case) -> frozenset[int]:
    """Units that have been told the firm of a confidential case; no query for any other."""
    if not case.confidential:
        return frozenset()
    return frozenset(Disclosure.objects.filter(case=case.pk).values_list("unit_id", flat=True))


def redact(cases: Iterable[Case], scope: Scope) -> None:
    """Take the firm out of the rows whose firm this person must not know, in memory.

    A fixed number of queries, none where there is nothing to redact. Such a row can't be saved;
    texts that were not read with it stay unread.
    """
    rows = [case for case in cases if case.redaction is None]
    for case in rows:
        if case.sealed:
            _seal(case, scope)
    secret = [case for case in rows if not case.sealed and not knows(case, scope, ())]
    if not secret:
        return
    told = frozenset(
        Disclosure.objects.filter(
            case__in=[case.pk for case in secret], unit__in=sorted(working_units(scope))
        ).values_list("case_id", flat=True)
    )
    redacted = [case for case in secret if case.pk not in told]
    if not redacted:
        return
    redactions = redactions_of(redacted)
    regions = _counties(redacted)
    for case in redacted:
        redaction = redactions[case.pk]
        unread = case.get_deferred_fields()
        for name in REDACTED:
            setattr(case, name, "" if name in unread else redaction.over(getattr(case, name)))
        for name in EMPTIED:
            setattr(case, name, "")
        case.enterprise = None
        case.chamber = None
        case.sector = ""
        case.submitted_by = 0
        case.region = regions[case.region_id]
        case.redaction = redaction


def _seal(case: Case, scope: Scope) -> None:
    """What was handed over sealed is read by nobody; the firm still knows that it is its own."""
    case.title, case.body, case.wish = SEALED_TITLE, "", ""
    for name in EMPTIED:
        setattr(case, name, "")
    if case.enterprise_id not in scope.enterprises:
        case.enterprise = None
    case.chamber = None
    case.sector = ""
    case.submitted_by = 0
    case.redaction = Redaction(shut=True)


def _counties(cases: Collection[Case]) -> Mapping[int, Region]:
    """The county (or what is above it) of each case's region, by the region's id."""
    found = Region.objects.select_related("parent", "parent__parent").in_bulk(
        {case.region_id for case in cases}
    )
    return {pk: _county(region) for pk, region in found.items()}


def _county(region: Region) -> Region:
    while len(region.code) > 6 and region.parent is not None:  # noqa: PLR2004 (a county's code)
        region = region.parent
    return region


def redactions_of(cases: Collection[Case]) -> dict[int, Redaction]:
    """What redacts each case's firm and people, by case id; a fixed number of queries."""
    ids = {case.enterprise_id for case in cases if case.enterprise_id}
    firms = Enterprise.objects.select_related("region").prefetch_related("contacts").in_bulk(ids)
    members: dict[int, list[FirmMember]] = defaultdict(list)
    for member in _speaking_for(ids):
        members[member.enterprise_id or 0].append(member)
    secret = [case.pk for case in cases if case.pk and case.confidential]
    covers, before = _covered_in(secret), _known_before(secret)
    once = ever_called(ids, {firm: {one.user_id for one in some} for firm, some in members.items()})
    chambers = Unit.objects.in_bulk({case.chamber_id for case in cases if case.chamber_id})
    found = {}
    for case in cases:
        firm = firms.get(case.enterprise_id or 0)
        named = _identities(
            case, firm, members[case.enterprise_id or 0], chambers.get(case.chamber_id or 0)
        )
        for kind, text in (*before[case.pk], *once[case.enterprise_id or 0]):
            named[KnownAs.Kind(kind)].append(text)
        words = words_of(
            **{kind.value: texts for kind, texts in named.items()},
            places=_places(firm) if firm else (),
        )
        found[case.pk] = Redaction({**dict.fromkeys(covers[case.pk], COVERED), **words})
    return found


def identities_of(case: Case) -> set[tuple[KnownAs.Kind, str]]:
    """What the case's firm and its people are called today."""
    firm, chamber = case.enterprise, case.chamber
    members = _speaking_for([firm.pk]) if firm else ()
    named = _identities(case, firm, members, chamber)
    return {(kind, text) for kind, texts in named.items() for text in texts if text}


def known_of(case: Case) -> Known:
    """What is looked for in the firm's own words beside its names, from its file."""
    firm = case.enterprise
    if firm is None:
        return Known(people=(case.reporter_name,))
    industry = codes.industry(firm.industry)
    trade = trade_of(firm.name, _places(firm))
    people = [case.reporter_name, *(contact.name for contact in firm.contacts.all())]
    people += [member.user.name for member in _speaking_for([firm.pk])]
    group = firm.parent_group
    return Known(
        address=firm.address,
        trades=(trade, industry.name if industry else ""),
        people=tuple(people),
        others=(group.name,) if group else (),
    )


def _places(firm: Enterprise) -> list[str]:
    """Names of the regions it lies in."""
    divisions = codes.divisions()
    line = [divisions[code].name for code in codes.lineage(firm.region.code) if code in divisions]
    return [firm.region.name, *line]


def _covered_in(ids: Collection[int]) -> dict[int | None, list[str]]:
    """What is covered by hand, by case; what nobody has judged yet is covered until then."""
    found: dict[int | None, list[str]] = defaultdict(list)
    if ids:
        rows = Cover.objects.filter(case__in=ids).exclude(state=Cover.State.KEPT)
        for case_id, text in rows.order_by("pk").values_list("case_id", "text"):
            found[case_id].append(text)
    return found


def _speaking_for(enterprise_ids: Collection[int]) -> QuerySet[FirmMember]:
    return (
        FirmMember.objects.filter(enterprise__in=enterprise_ids)
        .select_related("user")
        .order_by("pk")
    )


def _known_before(ids: Collection[int]) -> dict[int, list[tuple[KnownAs.Kind, str]]]:
    """What was written down of each case's firm when its texts came in."""
    found: dict[int, list[tuple[KnownAs.Kind, str]]] = defaultdict(list)
    if ids:
        rows = KnownAs.objects.filter(case__in=ids).order_by("pk")
        for case_id, kind, text in rows.values_list("case_id", "kind", "text"):
            found[case_id].append((KnownAs.Kind(kind), text))
    return found


def _identities(
    case: Case, firm: Enterprise | None, members: Iterable[FirmMember], chamber: Unit | None
) -> dict[KnownAs.Kind, list[str]]:
    kind = KnownAs.Kind
    found: dict[KnownAs.Kind, list[str]] = {one: [] for one in kind}
    if chamber:
        found[kind.FIRMS] += [chamber.name, chamber.short_name, *former_names(chamber)]
    found[kind.FIRMS] += [case.firm_stated] if case.firm_stated else []
    found[kind.PEOPLE].append(case.reporter_name)
    found[kind.PHONES].append(case.reporter_phone)
    if firm is None:
        return found
    found[kind.FIRMS].append(firm.name)
    found[kind.CODES].append(firm.uscc or "")
    found[kind.ADDRESSES].append(firm.address)
    for contact in firm.contacts.all():
        found[kind.PEOPLE].append(contact.name)
        found[kind.PHONES].append(contact.phone)
        found[kind.EMAILS].append(contact.email)
    for member in members:
        found[kind.FIRMS].append(member.claimed_name)
        found[kind.PEOPLE].append(member.user.name)
        found[kind.PHONES].append(member.user.phone)
        found[kind.EMAILS].append(member.user.email)
    return found


SEALED_TITLE = "（已密封移送）"
__all__ = [
    "HIDDEN_FIRM",
    "Cover",
    "Disclosure",
    "KnownAs",
    "Recusal",
    "RecusalKind",
    "disclosed_units",
    "firm_known_to",
    "identities_of",
    "knows",
    "recused_from",
    "redact",
    "redactions_of",
]
