"""Ready answers on screen: their list, one of them, and the count of its uses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Person, Scope
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.ready_answers.forms import KeepForm
from zhuqi.interfaces.desk.ready_answers.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.ready_answers import actions, queries
from zhuqi.mechanisms.ready_answers.enums import ReadyState, ReadyVerb
from zhuqi.mechanisms.ready_answers.models import ReadyAnswer


def keeps_ready_answers(scope: Scope) -> bool:
    """Whoever works in a unit or an office."""
    return scope.holds(*UNIT_ROLES, *OFFICE_ROLES)


def _url(row: ReadyAnswer) -> str:
    return reverse("desk:ready_answer", args=[row.pk])


def _state(row: ReadyAnswer) -> SafeString:
    kind = "active" if row.state == ReadyState.IN_USE else "closed"
    return pill(str(row.get_state_display()), kind)


def _whose(row: ReadyAnswer) -> str:
    return _now("%(unit)s，共用") % {"unit": row.unit} if row.shared else str(row.unit)


def _used(row: ReadyAnswer) -> Cell:
    return Cell(str(row.used), below=wording.day(row.used_at, weekday=False))


def _view(row: ReadyAnswer, _person: Person) -> RowView:
    facts = [
        Fact(_now("谁的"), _whose(row)),
        Fact(_now("事项"), str(row.item or _now("不限"))),
        Fact(_now("用过"), _now("%(n)s 次") % {"n": row.used}),
        Fact(_now("现在是"), _now("第 %(n)s 版") % {"n": row.edition}),
    ]
    old = [
        (_now("第 %(n)s 版") % {"n": one.number}, wording.moment(one.at), one.by, one.text)
        for one in row.editions.all()
        if one.number != row.edition
    ]
    sections = (
        RowSection(_("答复"), text=row.text),
        RowSection(_("以前的版本"), (_("版"), _("时间"), _("谁改的"), _("答复")), old),
    )
    return RowView((_state(row),), facts, sections)


READY_ANSWERS: listing.Listing[ReadyAnswer, None] = listing.Listing(
    name="ready_answers",
    label=_("常用答复"),
    measure=_("条"),
    rows=lambda asked: queries.ready_answers(asked.person.scope),
    context=listing.no_context,
    head=Column("name", _("名称"), lambda row, _page: Cell(row.name, url=_url(row)), "z-mid"),
    columns=(
        Column("text", _("答复"), lambda row, _page: Cell(row.text, clamp=True)),
        Column("item", _("事项"), lambda row, _page: str(row.item or _now("不限")), "z-mid"),
        Column("whose", _("谁的"), lambda row, _page: _whose(row), "z-mid"),
        Column("used", _("用过"), lambda row, _page: _used(row), number=True, sort=("used",)),
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
    ),
    filters=(
        Filter("text", _("查找"), Kind.TEXT, lookup="text"),
        Filter("state", _("状态"), choices=ReadyState, lookup="state"),
    ),
    orders=(Order("used", _("用得多的在前"), ("-used", "-pk")),),
    empty=Empty(
        _("还没有常用答复"), _("本单位的和活动办共用的列在这里，填写答复时可以一键插入。"), "note"
    ),
    unmatched=Empty(_("没有符合条件的常用答复"), _("可以去掉一两个条件再看。"), "filter"),
)


VIEWS = VerbViews[ReadyAnswer, ReadyVerb](
    noun=actions.READY_ANSWERS,
    pages=VERB_PAGES,
    rows=queries.ready_answers,
    title=lambda row: row.name,
    view=_view,
    allowed=keeps_ready_answers,
    list_url="desk:ready_answers",
    row_url="desk:ready_answer",
    listing=READY_ANSWERS,
    line=_("填写答复时一键插入，字段自动换成那件诉求的内容。企业看不到这一页。"),
    new=NewPage(
        KeepForm, actions.keep, keeps_ready_answers, _("新建常用答复"), _("已保存"), word="added",
        line=_("写成一个可以直接用的答复，因件而异的地方用字段。"),
    ),
    told=fields_of(
        ReadyAnswer, "id", "version", "state", "name", "text", "edition", "used", "used_at", "unit",
        "item",
    ),
    told_in_list=("state", "name", "unit", "item", "used"),
)  # fmt: skip


@access.official(keeps_ready_answers)
@require_POST
def used(request: HttpRequest, pk: int) -> HttpResponse:
    """It was put into an answer; the page that did it goes on by itself."""
    rows = ReadyAnswer.objects.visible_to(access.of(request).scope)
    actions.count_use(answer=get_object_or_404(rows, pk=pk))
    return HttpResponse(status=204)
