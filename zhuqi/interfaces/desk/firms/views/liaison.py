"""包联: who looks after which firms, from when to when; one firm's links, and handing many over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotValid, Person, Scope
from zhuqi.foundation.directory.actions import (
    end_liaison,
    hand_over_liaison,
    join_chamber,
    leave_chamber,
    link_liaison,
)
from zhuqi.foundation.directory.enums import LiaisonKind, UnitKind
from zhuqi.foundation.directory.models import (
    ChamberMember,
    Enterprise,
    LiaisonLink,
    Official,
    Unit,
)
from zhuqi.foundation.directory.queries import (
    find_officials,
    find_units,
    liaison_links,
    posts_of,
)
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.liaison import DayForm, SinceForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing import (
    Asked,
    Column,
    Empty,
    Filter,
    Kind,
    Listing,
    Order,
)
from zhuqi.interfaces.shell.parts import Cell, Heading, RowField, RowForm, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Page, carry_out, sent, valid
from zhuqi.interfaces.shell.tables import from_template
from zhuqi.ledgers.firms.queries import looked_after_by_nobody

ALONE_SHOWN = 20
ENTER = access.official(access.decides_registrations)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could look after a firm: `key` names them in a form."""

    key: str
    name: str
    post: str


def _links_of(scope: Scope) -> Q:
    """Open links of the firms of one's office's ledger."""
    return Q(enterprise__office__in=scope.offices, until=None)


def _carers(asked: Asked) -> QuerySet[Official]:
    """Who looks after firms here, with how many: `firms`."""
    links = LiaisonLink.objects.filter(_links_of(asked.person.scope), official=OuterRef("pk"))
    counted = links.order_by().values("official").annotate(n=Count("pk")).values("n")
    return Official.objects.annotate(firms=Coalesce(Subquery(counted), 0)).filter(firms__gt=0)


def _posts(_asked: Asked, officials: Sequence[Official]) -> Mapping[int, str]:
    return posts_of([one.pk for one in officials], timezone.localdate())


NOBODY = Empty(
    _lazy("没有找到"),
    _lazy("还没有人包联企业，或没有这个姓名。在企业页可以登记包联。"),
    "users",
)
CARERS: Listing[Official, Mapping[int, str]] = Listing(
    name="liaison",
    label=_lazy("包联"),
    measure=_lazy("人"),
    rows=_carers,
    context=_posts,
    head=Column(
        "name",
        _lazy("姓名"),
        lambda one, _posts: Cell(one.name, url=reverse("desk:liaison_of", args=[one.pk])),
        sort=("name",),
    ),
    columns=(
        Column("post", _lazy("职务"), lambda one, posts: posts.get(one.pk, "")),
        Column("phone", _lazy("电话"), lambda one, _posts: one.phone, "d-no"),
        Column(
            "firms",
            _lazy("联系企业"),
            lambda one, _posts: getattr(one, "firms", 0),
            number=True,
            sort=("firms",),
        ),
    ),
    filters=(
        Filter(
            "q",
            _lazy("姓名"),
            Kind.TEXT,
            lookup="name",
        ),
    ),
    orders=(Order("-firms", _lazy("联系企业多的在前"), ("-firms", "pk")),),
    empty=NOBODY,
    unmatched=NOBODY,
)


@ENTER
def carers(request: HttpRequest) -> HttpResponse:
    """Everyone who looks after firms here, those with most firms first; firms without anybody."""
    person = access.of(request)
    alone = looked_after_by_nobody(person.scope.offices).order_by("name", "pk")
    found = list(alone[: ALONE_SHOWN + 1])
    context = {"alone": found[:ALONE_SHOWN], "more_alone": len(found) > ALONE_SHOWN}
    return CARERS.answer(request, person, "desk/firms/liaison.html", context)


@ENTER
def carer(request: HttpRequest, pk: int) -> HttpResponse:
    """One official's firms; ticked ones are handed over to somebody else on a day."""
    person = access.of(request)
    links = LiaisonLink.objects.filter(_links_of(person.scope), official=pk)
    held = list(links.select_related("enterprise", "official").order_by("enterprise__name", "pk"))
    official = held[0].official if held else get_object_or_404(_known(person.scope), pk=pk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = DayForm(*sent(request), initial={"since": tomorrow})
    chosen = [link for link in held if str(link.pk) in request.POST.getlist("link")]
    show = Page(
        request,
        "desk/firms/liaison_of.html",
        lambda: {**_carer_context(request, official, held), "form": form},
    )
    if request.method != "POST":
        return show()

    def hand_over() -> Official:
        to = _official(request.POST.get("who", ""))
        hand_over_liaison(links=chosen, to=to, since=valid(form)["since"], by=person)
        return to

    def said(to: Official) -> str:
        day = wording.day(form.cleaned_data["since"], weekday=False)
        words = _("%(count)s 家企业自%(day)s起由%(name)s联系")
        return words % {"count": len(chosen), "day": day, "name": to.name}

    return carry_out(request, hand_over, show=show, said=said, to="desk:liaison")


def _known(scope: Scope) -> QuerySet[Official]:
    return Official.objects.filter(liaised__enterprise__office__in=scope.offices).distinct()


@ENTER
def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """One firm's links and chambers: add, end, with dates."""
    person = access.of(request)
    own = Enterprise.objects.filter(office__in=person.scope.offices)
    enterprise = get_object_or_404(own.select_related("region", "office"), pk=pk)
    form = SinceForm(*sent(request))
    show = Page(
        request, "desk/firms/firm_liaison.html", lambda: _firm_context(request, enterprise, form)
    )
    here = reverse("desk:firm_liaison", args=[enterprise.pk])
    if request.method != "POST":
        return show()
    return carry_out(
        request,
        lambda: _do(request, person, enterprise, valid(form)["day"]),
        show=show,
        said=lambda said: said,
        to=here,
    )


def _do(request: HttpRequest, person: Person, enterprise: Enterprise, day: date) -> str:
    match request.POST.get("step", ""):
        case "link":
            return _linked(request, person, enterprise, day)
        case "end":
            link = get_object_or_404(enterprise.liaisons, pk=_number(request, "row"))
            end_liaison(link=link, until=day, by=person)
            return _("包联关系已解除")
        case "join":
            chambers = Unit.objects.filter(kind=UnitKind.CHAMBER, active=True)
            chamber = get_object_or_404(chambers, pk=_number(request, "chamber"))
            join_chamber(enterprise=enterprise, chamber=chamber, since=day, by=person)
            return _("已登记为%(chamber)s会员") % {"chamber": chamber}
        case "leave":
            member = get_object_or_404(enterprise.chambers, pk=_number(request, "row"))
            leave_chamber(member=member, until=day, by=person)
            return _("会员关系已结束")
        case _:
            raise NotValid(_("请选择要办的事"))


def _linked(request: HttpRequest, person: Person, enterprise: Enterprise, day: date) -> str:
    who = request.POST.get("who", "")
    if who.startswith("u"):
        unit = get_object_or_404(Unit, pk=number_sent(who[1:]), active=True)
        link_liaison(enterprise=enterprise, unit=unit, kind=LiaisonKind.UNIT, since=day, by=person)
        return _("已由%(name)s包联") % {"name": unit}
    official = _official(who)
    text = request.POST.get("kind", "")
    kind = LiaisonKind.LEADER if text == LiaisonKind.LEADER else LiaisonKind.OFFICIAL
    link_liaison(enterprise=enterprise, official=official, kind=kind, since=day, by=person)
    return _("已由%(name)s包联") % {"name": official}


def _official(key: str) -> Official:
    found = (
        Official.objects.filter(pk=number_sent(key[1:]), active=True) if key[:1] == "o" else None
    )
    official = found.first() if found is not None else None
    if official is None:
        raise NotValid({"who": _("请先查找，再选择一个人")})
    return official


def _number(request: HttpRequest, name: str) -> int:
    return number_sent(request.POST.get(name, ""))


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:40]


def _candidates(text: str, *, units: bool) -> list[Candidate]:
    today = timezone.localdate()
    officials = find_officials(text)
    posts = posts_of([one.pk for one in officials], today)
    found = [Candidate(f"o{one.pk}", one.name, posts.get(one.pk, "")) for one in officials]
    if units:
        found += [Candidate(f"u{one.pk}", one.name, _("单位")) for one in find_units(text)]
    return found


def _carer_context(
    request: HttpRequest, official: Official | None, held: Sequence[LiaisonLink]
) -> dict[str, object]:
    text = _text(request, "q")
    return {
        "carer": official,
        "post": posts_of([official.pk], timezone.localdate()).get(official.pk, "")
        if official
        else "",
        "firms": _firms(held) if held else None,
        "q": text,
        "candidates": _candidates(text, units=False) if text else [],
    }


def _firm_context(
    request: HttpRequest, enterprise: Enterprise, form: SinceForm
) -> dict[str, object]:
    text = _text(request, "q")
    today = timezone.localdate()
    links = liaison_links(enterprise)
    members = enterprise.chambers.select_related("chamber").order_by("-until", "-since", "pk")
    chambers = Unit.objects.filter(kind=UnitKind.CHAMBER, active=True)
    return {
        "firm": enterprise,
        "links": _links(list(reversed(links)), today),
        "members": _memberships(list(members), today),
        "chambers": chambers.order_by("name", "pk"),
        "q": text,
        "candidates": _candidates(text, units=True) if text else [],
        "today": today.isoformat(),
        "form": form if form.errors else None,
    }


def _links(links: Sequence[LiaisonLink], today: date) -> Table | None:
    """Who looks after the firm and who did; a link without a last day can be given one."""
    columns = [
        Heading(_("谁")),
        Heading(_("身份")),
        Heading(_("起")),
        Heading(_("止")),
        Heading(_("办理"), silent=True),
    ]
    rows = [
        [
            link.official or link.unit,
            link.get_kind_display(),
            *_days(link),
            _ending(link, today, "end", _("解除"), _("解除包联")),
        ]
        for link in links
    ]
    return Table(columns, rows, keys=False) if rows else None


def _memberships(members: Sequence[ChamberMember], today: date) -> Table | None:
    """The chambers the firm belongs to and did belong to."""
    columns = [
        Heading(_("会员单位")),
        Heading(_("起")),
        Heading(_("止")),
        Heading(_("办理"), silent=True),
    ]
    rows = [
        [
            row.chamber.name,
            *_days(row),
            _ending(row, today, "leave", _("结束"), _("结束会员关系")),
        ]
        for row in members
    ]
    return Table(columns, rows, keys=False) if rows else None


def _days(row: LiaisonLink | ChamberMember) -> tuple[str, str]:
    return wording.day(row.since, weekday=False), wording.day(row.until, weekday=False)


def _ending(
    row: LiaisonLink | ChamberMember, today: date, step: str, opens: str, label: str
) -> RowForm | None:
    if row.until is not None:
        return None
    day = RowField("day", f"{step}_{row.pk}", _("最后一天"), today.isoformat(), "date")
    return RowForm(label, {"step": step, "row": row.pk}, opens, day)


def _firms(held: Sequence[LiaisonLink]) -> Table:
    """One official's firms, each to be ticked; the form they belong to stands beside."""
    all_ = from_template("desk/firms/parts/tick_all.html")
    rows = [
        [
            from_template("desk/firms/parts/tick_firm.html", link=link),
            link.get_kind_display(),
            wording.day(link.since, weekday=False),
        ]
        for link in held
    ]
    return Table([Heading(all_), Heading(_("身份")), Heading(_("起"))], rows, keys=False)
