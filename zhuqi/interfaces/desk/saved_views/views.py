"""Saving a view of a list, and the page that keeps all of one's views in order."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import NotValid, Person
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.saved_views import actions
from zhuqi.foundation.saved_views.models import SavedView
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.saved_views.forms import SaveForm
from zhuqi.interfaces.shell.listing.saved import SAVED_LISTS, view_query
from zhuqi.interfaces.shell.parts import Cell, Heading, RowForm, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, Page, carry_out, submit

ENTER = access.official(lambda scope: bool(scope.user_id))


@ENTER
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """存为视图, and back to the list, which shows the same with a tab of its own."""
    person = access.of(request)
    form = SaveForm(request.POST, person=person)
    back = _list_url(request.POST.get("listing", ""), request.POST.get("query", ""))
    context = {"form": form, "title": _("存为视图"), "back": _("返回列表"), "back_url": back}

    def do(given: Cleaned) -> SavedView:
        if given["listing"] not in SAVED_LISTS:
            raise NotValid({"name": _("这张表不能存视图")})
        query = view_query(QueryDict(given["query"]))
        named = {"listing": given["listing"], "name": given["name"], "unit_id": given["unit"]}
        return actions.save_view(by=person, query=query, **named)

    return submit(
        request,
        form,
        do,
        show=Page(request, "desk/act.html", lambda: context),
        said=lambda view: _("已存为视图“%(name)s”") % {"name": view.name},
        to=lambda view: _list_url(view.listing, view.query),
    )


@ENTER
def saved_views(request: HttpRequest) -> HttpResponse:
    """One's own views and those colleagues share; one's own can be shared and given up."""
    person = access.of(request)
    show = Page(request, "desk/saved_views/views.html", lambda: {"table": _table(person)})
    if request.method != "POST":
        return show()
    pk = number_sent(request.POST.get("view", ""))
    step = request.POST.get("step", "")

    def do() -> str:
        if step == "drop":
            dropped = actions.drop_view(pk, by=person)
            return _("视图“%(name)s”已删除") % {"name": dropped.name}
        unit = number_sent(request.POST.get("unit", "")) or None
        kept = actions.share_view(pk, by=person, unit_id=unit)
        words = _("视图“%(name)s”已共享") if unit else _("视图“%(name)s”只给自己用了")
        return words % {"name": kept.name}

    return carry_out(request, do, show=show, said=str, to="desk:saved_views")


def _list_url(listing: str, query: str) -> str:
    found = SAVED_LISTS.find(listing)
    return f"{reverse(found.page)}?{query}" if found else reverse("desk:home")


def _table(person: Person) -> Table | None:
    seen = SavedView.objects.visible_to(person.scope).select_related("owner", "unit")
    views = [view for view in seen.order_by("listing", "pk") if view.listing in SAVED_LISTS]
    units = list(Unit.objects.filter(pk__in=person.scope.units()).order_by("pk"))
    columns = [
        Heading(_("视图")),
        Heading(_("列表")),
        Heading(_("谁存的")),
        Heading(_("给谁用")),
        Heading(_("办理"), silent=True),
    ]
    rows = [
        [
            Cell(view.name, url=_list_url(view.listing, view.query)),
            SAVED_LISTS[view.listing].label,
            view.owner.name,
            view.unit or _("只给自己"),
            _offered(view, units) if view.owner_id == person.scope.user_id else "",
        ]
        for view in views
    ]
    return Table(columns, rows, keys=False) if rows else None


def _offered(view: SavedView, units: list[Unit]) -> tuple[RowForm, ...]:
    if view.unit_id:
        shares = [RowForm(_("不再共享"), {"step": "share", "view": view.pk}, quiet=True)]
    else:
        shares = [
            RowForm(
                _("共享给%(unit)s") % {"unit": unit},
                {"step": "share", "view": view.pk, "unit": unit.pk},
                quiet=True,
            )
            for unit in units
        ]
    return (*shares, RowForm(_("删除"), {"step": "drop", "view": view.pk}, quiet=True))
