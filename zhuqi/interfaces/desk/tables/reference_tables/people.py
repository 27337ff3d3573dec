"""干部 and 职务: who is in office, and what they are where."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory import actions
from zhuqi.foundation.directory.actions import OFFICIALS
from zhuqi.foundation.directory.models import Official, Post, Unit
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.directory.queries import units_under
from zhuqi.interfaces.desk.tables.reference_tables.base import (
    KEEPERS,
    Act,
    ActForm,
    Cleaned,
    Column,
    Register,
    RegisterForm,
    within,
)
from zhuqi.interfaces.desk.tables.reference_tables.places import PHONE, in_groups
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.sent import number_sent


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def officials_within(unit_ids: frozenset[int]) -> QuerySet[Official]:
    """Those with a post (now or once) in these administrators' regions, and those with none."""
    units = units_under(unit_ids).order_by().values("pk")
    posts = Post.objects.filter(official=OuterRef("pk"))
    return Official.objects.filter(Exists(posts.filter(unit__in=units)) | ~Exists(posts))


class OfficialForm(RegisterForm):
    """A person in office."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False, widget=PHONE)
    email = forms.EmailField(label=_("电子邮箱"), required=False)


def _posts(row: Official) -> str:
    posts: list[Post] = getattr(row, "running_posts", [])
    return "；".join(str(post) for post in posts)


class Officials(Register[Official]):
    """干部."""

    key, table, icon = "officials", OFFICIALS, "user"
    name, one = _("干部"), _("干部")
    note = _("在任的领导和干部。登录账号和角色由安全管理员另外管理。")
    form = OfficialForm
    searched = ("name", "posts__unit__name", "posts__unit__short_name", "posts__title")
    columns = (
        Column(_("姓名"), lambda row: row.name),
        Column(_("现任职务"), _posts, wide=True),
        Column(_("电话"), lambda row: mask_phone(row.phone)),
    )
    acts = (
        Act(
            "retire",
            _("不再在岗"),
            _("已记为不再在岗"),
            lambda row: row.active,
            lambda row, data, by: OFFICIALS.retire(row, reason=data["reason"], by=by),
            _("先结束其职务和包联关系。"),
        ),
        Act(
            "restore",
            _("恢复在岗"),
            _("已恢复在岗"),
            lambda row: not row.active,
            lambda row, data, by: OFFICIALS.restore(row, reason=data["reason"], by=by),
        ),
    )

    def rows(self, scope: Scope) -> QuerySet[Official]:
        """Those of the region, with what they are now."""
        today = timezone.localdate()
        running = Post.objects.filter(Q(until=None) | Q(until__gte=today)).select_related("unit")
        return (
            officials_within(within(scope))
            .order_by("name", "pk")
            .prefetch_related(Prefetch("posts", running, to_attr="running_posts"))
        )

    def hint(self, row: Official) -> str:
        """What they are now."""
        return _posts(row)


class PostForm(RegisterForm):
    """What an official is in a unit, from when to when."""

    official = forms.ModelChoiceField(label=_("干部"), queryset=Official.objects.none())
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("职务"), max_length=40)
    since = _day(_("任职起"))
    until = _day(_("任职止"), required=False)

    def set_choices(self) -> None:
        """Another person or unit is another post."""
        if self.row is not None:
            del self.fields["official"], self.fields["unit"]
            return
        self.fields["since"].initial = timezone.localdate
        people = officials_within(self.scope.units(*KEEPERS)).filter(active=True)
        sent = (self.data if self.is_bound else self.initial).get("official") or ""
        chosen = number_sent(str(sent))
        # Come from a person's page, it is that person; thousands of names are not sent along.
        if chosen:
            people = people.filter(pk=chosen)
        self.choose_from("official", people.order_by("name", "pk"))
        units = units_under(self.scope.units(*KEEPERS)).filter(active=True)
        self.choose_from("unit", units)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.choices = in_groups(list(units))


class EndPostForm(ActForm):
    """The last day."""

    until = _day(_("任职止"))

    def set_choices(self) -> None:
        """Today, most often."""
        self.fields["until"].initial = timezone.localdate


def _period(row: Post) -> str:
    since = wording.day(row.since, weekday=False)
    return f"{since} — {wording.day(row.until, weekday=False)}" if row.until else f"{since}起"


class Posts(Register[Post]):
    """职务."""

    key, object_type, icon = "posts", OFFICIALS.object_type, "users"
    told_by = "official.post_"
    name, one = _("职务"), _("职务")
    note = _("干部在哪个单位任什么职，起止日期。调动时结束旧的、登记新的。")
    form = PostForm
    searched = ("official__name", "unit__name", "unit__short_name", "title")
    columns = (
        Column(_("干部"), lambda row: row.official.name),
        Column(_("单位"), lambda row: row.unit.name, wide=True),
        Column(_("职务"), lambda row: row.title),
        Column(_("任期"), _period),
    )
    acts = (
        Act(
            "retire",
            _("结束职务"),
            _("职务已结束"),
            lambda row: row.until is None,
            lambda row, data, by: actions.end_post(
                post=row, until=data["until"], reason=data["reason"], by=by
            ),
            _("账号和角色不随之变化，由安全管理员收回。"),
            EndPostForm,
        ),
        Act(
            "restore",
            _("撤销结束"),
            _("职务已恢复"),
            lambda row: row.until is not None,
            lambda row, data, by: actions.resume_post(post=row, reason=data["reason"], by=by),
        ),
    )

    def rows(self, scope: Scope) -> QuerySet[Post]:
        """Posts in the region's units."""
        units = units_under(within(scope)).order_by().values("pk")
        posts = Post.objects.filter(unit__in=units).select_related("official", "unit")
        return posts.order_by("official__name", "-since", "pk")

    def in_use(self, rows: QuerySet[Post]) -> QuerySet[Post]:
        """Those that run."""
        return rows.filter(Q(until=None) | Q(until__gte=timezone.localdate()))

    def is_used(self, row: Post) -> bool:
        """It runs today, or will."""
        return row.until is None or row.until >= timezone.localdate()

    def title(self, row: Post) -> str:
        """Whose, where, what."""
        return f"{row.official} {row.unit} {row.title}"

    def hint(self, row: Post) -> str:
        """From when to when."""
        return _period(row)

    def object_id(self, row: Post) -> int:
        """Posts are told of among their official's events."""
        return row.official_id

    def events(self, row: Post) -> list[Event]:
        """Only those of this post."""
        return [event for event in super().events(row) if event.facts.get("post") == row.pk]

    def add(self, data: Cleaned, by: Person) -> Post:
        """From a day on."""
        return actions.give_post(by=by.actor, **data)

    def change(self, row: Post, data: Cleaned, by: Person) -> object:
        """Title and dates."""
        return actions.change_post(post=row, by=by.actor, **data)
