"""Regions, units, posts, officials, enterprises, liaison links, calendar overrides."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Role, Scope
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import (
    CorrectionStatus,
    EnterpriseStatus,
    Level,
    LiaisonKind,
    Sector,
    SizeClass,
    UnitKind,
)
from zhuqi.foundation.directory.initials import InitialsField

# Who sees every firm of their unit's region; handlers see firms only through cases.
REGION_ROLES = OFFICE_ROLES | {Role.LEADER, Role.INSPECTOR}


class Region(models.Model):
    """A division by its GB/T 2260 code (6 digits; 9 for towns). Retired codes stay."""

    code = models.CharField(_("区划代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A matter (事项) firms raise, two levels: 要素保障 › 用电. Units answer for items.

    `words`: what firms say when they mean it; by them it is proposed, and found by who types.
    """

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(_("关键词"), max_length=1000, blank=True, default="")
    initials = InitialsField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name

    @property
    def find_words(self) -> str:
        """What it is found by beside its name."""
        return f"{self.initials} {self.words}".strip()


class ItemName(models.Model):
    """What an item was called, and below which heading it stood, until a moment.

    Only what is over has a row: an item never renamed or moved has none.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="former", db_index=False)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateTimeField(_("用到"))

    class Meta:
        ordering = ("item", "until")
        constraints = (
            models.UniqueConstraint(fields=("item", "until"), name="one_name_until_a_moment"),
        )

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """标签: a word offices put on cases or firms to find them again. No colour, no meaning of ours.

    A retired tag stays on what has it and can't be put on anything new.
    """

    name = models.CharField(_("标签"), max_length=20, unique=True)
    for_cases = models.BooleanField(_("用于诉求"), default=True)
    for_enterprises = models.BooleanField(_("用于企业"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """A person in office; what they are is in their posts."""

    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    initials = InitialsField()
    active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def find_words(self) -> str:
        """What they are found by beside the name."""
        return str(self.initials)


class Unit(models.Model):
    """单位: a department, an office that keeps a ledger, a park, a town, a body below one.

    `commandable` is False for courts, tax, grid, banks …: they get a 商请函, are not ranked.
    `case_prefix` is set for offices: the four digits their case numbers begin with.
    """

    name = models.CharField(_("单位名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    # Separated by 、 and kept when it is renamed: people and old papers go on using them.
    former_names = models.CharField(_("曾用名"), max_length=300, blank=True)
    kind = models.CharField(_("类型"), max_length=12, choices=UnitKind)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    commandable = models.BooleanField(_("可交办"), default=True)
    leader = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="leads"
    )
    contact = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="contact_of"
    )
    items = models.ManyToManyField(Item, related_name="units", blank=True)
    case_prefix = models.CharField(max_length=6, unique=True, null=True, blank=True)
    phone = models.CharField(_("值班电话"), max_length=30, blank=True)
    initials = InitialsField(of=("name", "short_name"))
    active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ("level", "kind", "id")
        constraints = (
            models.UniqueConstraint(fields=("region", "name"), name="unit_name_in_region"),
            models.CheckConstraint(
                condition=~Q(kind=UnitKind.OFFICE) | Q(case_prefix__isnull=False),
                name="office_has_case_prefix",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def find_words(self) -> str:
        """What it is found by beside its name: initials, short name, and the matters it answers
        for where the caller has fetched them."""
        fetched = "items" in getattr(self, "_prefetched_objects_cache", {})
        names = [item.name for item in self.items.all()] if fetched else []
        return " ".join(filter(None, (self.initials, self.short_name, self.former_names, *names)))


class Post(models.Model):
    """What an official is in a unit, from when to when."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(_("职务"), max_length=40)
    since = models.DateField(_("任职起"))
    until = models.DateField(_("任职止"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="post_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    """Firms, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; one's own firm, those looked after, members of one's chamber, those
        granted, and by office.

        Office roles, leaders and inspectors see the firms of their unit's region; those of a
        park's office, and handlers of a park or town, only that park's or town's.
        """
        ids = scope.enterprises | scope.liaised | scope.chambered
        ids |= scope.granted.get("enterprise", frozenset())
        watched = scope.units(*REGION_ROLES)
        worked_in = scope.units(*UNIT_ROLES)
        reach = Q(pk__in=sorted(ids))
        for unit in _units(watched | worked_in):
            if unit.pk in watched:
                reach |= _watched_from(unit)
            if unit.pk in worked_in:
                reach |= _on_the_ground_of(unit)
        return self.filter(reach)


def _units(ids: frozenset[int]) -> "list[Unit]":
    if not ids:
        return []
    units = Unit.objects.filter(pk__in=sorted(ids)).select_related("region")
    return list(units.only("kind", "level", "parent_id", "region__code"))


def _watched_from(unit: Unit) -> Q:
    own = Q(office=unit.pk)
    if unit.level == Level.TOWN and unit.region.level != Level.TOWN:
        # A park has no division code of its own: its office stands in the county's.
        parks = [pk for pk in (unit.pk, unit.parent_id) if pk is not None]
        return own | Q(park__in=parks)
    return own | Q(region__code__startswith=prefix(unit.region.code))


def _on_the_ground_of(unit: Unit) -> Q:
    if unit.kind == UnitKind.PARK:
        return Q(park=unit.pk)
    if unit.kind == UnitKind.TOWN and unit.region.level == Level.TOWN:
        return Q(region=unit.region_id)
    return Q(pk__in=())


class Enterprise(models.Model):
    """A firm, keyed by its unified social credit code; firms being set up have none yet.

    `office` keeps the ledger its problems go into. `uscc_warning` says what is odd about the
    code: genuine early codes fail the check digit, so a doubt is shown, never refused.
    Amounts are in 10,000 yuan. `version` counts changes of the facts, so that a stale page is
    told so.
    """

    name = models.CharField(_("企业名称"), max_length=120)
    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, unique=True, null=True, blank=True
    )
    uscc_warning = models.CharField(max_length=120, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=EnterpriseStatus, default=EnterpriseStatus.OPERATING
    )
    industry = models.CharField(_("行业代码"), max_length=5, blank=True)
    size_class = models.CharField(_("规模"), max_length=8, choices=SizeClass, blank=True)
    employees = models.PositiveIntegerField(_("从业人员"), null=True, blank=True)
    revenue = models.DecimalField(
        _("营业收入（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    assets = models.DecimalField(
        _("资产总额（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="enterprises")
    park = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="park_enterprises"
    )
    office = models.ForeignKey(Unit, models.PROTECT, related_name="served_enterprises")
    sector = models.CharField(_("行业台账"), max_length=12, choices=Sector, default=Sector.OTHER)
    parent_group = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subsidiaries"
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    tags = models.ManyToManyField(Tag, related_name="enterprises", blank=True)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("name", "id"), name="enterprise_by_name"),)

    def __str__(self) -> str:
        return self.name


class EnterpriseContact(models.Model):
    """企业联系人: the firm's own person, not to be mixed with officials."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="contacts")
    name = models.CharField(_("联系人"), max_length=40)
    title = models.CharField(_("职务"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ("-is_primary", "id")

    def __str__(self) -> str:
        return self.name


class LiaisonLink(models.Model):
    """包联: who looks after a firm, as what, from when to when. A unit's link names no person."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="liaisons")
    kind = models.CharField(
        _("包联身份"), max_length=10, choices=LiaisonKind, default=LiaisonKind.OFFICIAL
    )
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="liaised"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="liaised")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "official"),
                condition=Q(until__isnull=True),
                name="one_open_link_per_pair",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "unit"),
                condition=Q(until__isnull=True),
                name="one_open_link_per_unit",
            ),
            models.CheckConstraint(
                condition=Q(kind=LiaisonKind.UNIT, unit__isnull=False, official__isnull=True)
                | (~Q(kind=LiaisonKind.UNIT) & Q(unit__isnull=True, official__isnull=False)),
                name="liaison_by_person_or_unit",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="liaison_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.official or self.unit} → {self.enterprise}"


class EnterpriseNote(models.Model):
    """企业备注: stays inside the unit or office that wrote it. Struck through, never deleted."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="notes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.TextField(_("备注"))
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=40, blank=True)
    strike_reason = models.CharField(_("划去原因"), max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("enterprise", "unit", "-id"), name="note_of_firm"),)

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.at:%Y-%m-%d}"


class Correction(models.Model):
    """A firm's request to correct its facts, which its office accepts or refuses with a reason.

    `wanted`: what the firm says is right, field by field, as text; `words` for all else.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="corrections")
    wanted = models.JSONField(default=dict)
    words = models.TextField(_("说明"), blank=True)
    status = models.CharField(
        max_length=10, choices=CorrectionStatus, default=CorrectionStatus.WAITING
    )
    asked_by = models.BigIntegerField()
    asked_name = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("答复"), max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise",), condition=Q(status="waiting"), name="one_waiting_correction"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.status}"


class ChamberMember(models.Model):
    """会员: a firm belongs to a chamber (工商联、商会), from when to when."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="chambers")
    chamber = models.ForeignKey(Unit, models.PROTECT, related_name="member_firms")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "chamber"),
                condition=Q(until__isnull=True),
                name="one_open_membership_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="chamber_member_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enterprise} ∈ {self.chamber}"


class CalendarNotice(models.Model):
    """A State Council notice as imported; undone by `revoked_at`, never deleted.

    A year may have several, which add up: `number` is its place among those in force.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    body = models.JSONField()
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("year", "number"),
                condition=Q(revoked_at__isnull=True),
                name="one_notice_a_number",
            ),
        )

    def __str__(self) -> str:
        return str(self.year)


class RegionHours(models.Model):
    """The office hours an administrator sets for a region and all below it, by season.

    `seasons`: [{"begins": "10-01", "segments": ["08:30-12:00", "14:30-18:00"]}, …].
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="hours")
    seasons = models.JSONField()
    source = models.CharField(_("依据"), max_length=200, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("region",), condition=Q(revoked_at__isnull=True), name="one_hours_a_region"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region}: {self.seasons}"


class CalendarOverride(models.Model):
    """A day the administrator sets by hand (高温假, 疫情停工 …), with the reason."""

    day = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=60)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("day",), condition=Q(revoked_at__isnull=True), name="one_override_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
