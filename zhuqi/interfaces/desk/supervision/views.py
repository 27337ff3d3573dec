"""Supervision sheets on screen: their list, one of them, and what their pages need for the rest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.supervision.forms import WriteForm
from zhuqi.interfaces.desk.supervision.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.bulk.filtering import JOB_FILTERS
from zhuqi.interfaces.shell.drawing import light_mark, pill
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact, Light
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.mechanisms.supervision import actions, queries
from zhuqi.mechanisms.supervision.actions import DRAFT
from zhuqi.mechanisms.supervision.enums import OPEN, WAITING, SheetKind, SheetState, SheetVerb
from zhuqi.mechanisms.supervision.ladder.models import LadderStep
from zhuqi.mechanisms.supervision.models import SupervisionSheet


def reads_sheets(scope: Scope) -> bool:
    """Offices, units, leaders and inspectors; not those who only look after firms."""
    return scope.holds(*READING_ROLES)


def writes_sheets(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)


# The filter for what one's own offices wrote.
OURS = "ours"


def _url(sheet: SupervisionSheet) -> str:
    return reverse("desk:supervision_sheet", args=[sheet.pk])


def _state(sheet: SupervisionSheet) -> SafeString:
    kind = "waiting" if sheet.state in OPEN else "closed"
    return pill(str(sheet.get_state_display()), kind)


def _number(sheet: SupervisionSheet) -> Cell:
    return Cell(sheet.number or _now("待签发"), url=_url(sheet))


def _due(sheet: SupervisionSheet) -> Cell | str:
    """By when, and whether that is over."""
    if sheet.due_at is None:
        return ""
    waits, replied = sheet.state in WAITING, sheet.replied_at
    late = light_mark(Light.RED, _now("逾期未回复")) if waits else _now("逾期回复")
    over = sheet.due_at <= timezone.now() if waits else bool(replied and replied > sheet.due_at)
    return Cell(wording.moment(sheet.due_at), below=late if over else "")


class Receipts:
    """Who signed for the sheets shown, and who answered; asked where it is shown."""

    def __init__(self, asked: Asked, sheets: Sequence[SupervisionSheet]) -> None:
        del asked  # the rows are those the person sees
        self._sheets = sheets

    @cached_property
    def _hands(self) -> Mapping[tuple[int, str], str]:
        return queries.hands([sheet.pk for sheet in self._sheets])

    def cell(self, sheet: SupervisionSheet, verb: SheetVerb, at: datetime | None) -> Cell | str:
        """When, and by whom."""
        return Cell(wording.moment(at), below=self._hands.get((sheet.pk, verb), "")) if at else ""


def _receipt_facts(sheet: SupervisionSheet) -> list[Fact]:
    by = queries.hands([sheet.pk]) if sheet.signed_at else {}
    done = ((_now("签收"), SheetVerb.SIGN, sheet.signed_at),
            (_now("回复时间"), SheetVerb.REPLY, sheet.replied_at))  # fmt: skip
    return [
        Fact(label, f"{wording.moment(at)} {by.get((sheet.pk, verb), '')}".strip())
        for label, verb, at in done
        if at
    ]


def _case(sheet: SupervisionSheet) -> Cell:
    url = reverse("desk:case", args=[sheet.case.number])
    return Cell(sheet.case.title, below=sheet.case.firm_name, url=url, clamp=True)


def _of_firm(rows: QuerySet[Any], firm: int, asked: Asked) -> QuerySet[Any]:
    """Only of cases whose firm the person may know."""
    known = Case.objects.filter(enterprise=firm).of_known_firms(asked.person.scope)
    return rows.filter(case__in=known.order_by().values("pk"))


def _replies(rows: QuerySet[Any], how: str, asked: Asked) -> QuerySet[Any]:
    return rows.filter(queries.late(asked.now) if how == "late" else queries.answered_late())


def _in_hand(rows: QuerySet[Any], what: str, asked: Asked) -> QuerySet[Any]:
    return rows.filter(queries.IN_HAND[what](asked.person.scope, asked.now))


def _units(of: str) -> Any:
    def offered(person: Person) -> Iterable[tuple[int, str]]:
        named = queries.sheets(person.scope).order_by().values(of)
        return [(unit.pk, str(unit)) for unit in Unit.objects.filter(pk__in=named)]

    return offered


def _step(sheet: SupervisionSheet) -> LadderStep | None:
    """The step of the ladder by which the system wrote it; None where a person did."""
    return getattr(sheet, "ladder_step", None)


def under_delegation(sheet: SupervisionSheet) -> str:
    """依陆远 11月30日的常设授权, of one that went out by itself; "" of any other."""
    step = _step(sheet)
    if step is None or step.delegation is None:
        return ""
    given = step.delegation
    words = {"who": given.signer, "day": wording.day(given.given_at, weekday=False)}
    return _now("依%(who)s %(day)s的常设授权") % words


def _written_by(sheet: SupervisionSheet) -> list[Fact]:
    """Why there is one that nobody wrote."""
    step = _step(sheet)
    if step is None:
        return []
    words = {"step": step.get_step_display(), "day": wording.day(step.day, weekday=False)}
    said = _now("按催办阶梯，%(day)s应%(step)s") % words
    how = under_delegation(sheet) or _now("签发后发出")
    return [Fact(_now("系统拟稿"), f"{said}；{how}", wide=True)]


def _view(sheet: SupervisionSheet, _person: Person) -> RowView:
    """What the page shows, as its case may be read."""
    due = _due(sheet)
    facts = [
        Fact(_now("诉求"), sheet.case.title, url=reverse("desk:case", args=[sheet.case.number])),
        Fact(_now("企业"), sheet.case.firm_name),
        Fact(_now("发文单位"), sheet.office.name),
        Fact(_now("受文单位"), sheet.unit.name),
        Fact(_now("回复时限"), _now("%(n)s 个工作日") % {"n": sheet.limit}),
        *_written_by(sheet),
        *typed_facts(sheet, "reason"),
    ]
    if sheet.issued_at:
        facts.append(Fact(_now("发出"), wording.moment(sheet.issued_at)))
    facts += _receipt_facts(sheet)
    line = [_state(sheet)]
    if isinstance(due, Cell) and sheet.state in WAITING:
        line += [_now("%(at)s 前回复") % {"at": due.value}, due.below]  # type: ignore[list-item]
    sections = (RowSection(_("内容"), text=sheet.text), RowSection(_("回复"), text=sheet.reply))
    return RowView(line, facts, sections)


SHEETS: listing.Listing[SupervisionSheet, Receipts] = listing.Listing(
    name="supervision",
    label=_("催办督办"),
    measure=_("份"),
    rows=lambda asked: queries.sheets(asked.person.scope),
    context=Receipts,
    head=Column("number", _("文号"), lambda row, _page: _number(row), "z-nowrap"),
    columns=(
        Column("kind", _("类别"), lambda row, _page: row.get_kind_display(), "z-nowrap"),
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("case", _("诉求"), lambda row, _page: _case(row)),
        Column("unit", _("受文单位"), lambda row, _page: str(row.unit)),
        Column(
            "issued", _("发出"), lambda row, _page: wording.moment(row.issued_at),
            sort=("issued_at",),
        ),
        Column("due", _("要求回复"), lambda row, _page: _due(row), sort=("due_at",)),
        Column(
            "signed", _("签收"),
            lambda row, page: page.cell(row, SheetVerb.SIGN, row.signed_at),
        ),
        Column(
            "reply", _("回复"),
            lambda row, page: page.cell(row, SheetVerb.REPLY, row.replied_at),
        ),
    ),
    filters=(
        Filter("kind", _("类别"), choices=SheetKind, lookup="kind"),
        Filter("state", _("状态"), choices=SheetState, lookup="state"),
        Filter(
            "unit", _("受文单位"), choices=_units("unit"), lookup="unit", place=Place.MORE
        ),
        Filter(
            "replies", _("回复情况"), apply=_replies, place=Place.MORE,
            choices=(("late", _("逾期未回复")), ("answered_late", _("逾期后回复"))),
        ),
        Filter(
            "hand", _("待我办"), apply=_in_hand,
            choices=(
                ("answer", _("待签收、待回复")), ("sign", _("待签发")), ("late", _("逾期未回复"))
            ),
        ),
        Filter(
            "office", _("发文单位"), choices=_units("office"), lookup="office", place=Place.MORE
        ),
        Filter(
            OURS, _("本活动办发出的"), Kind.YES, place=Place.MORE,
            where=lambda asked: queries.of_offices(asked.person.scope),
        ),
        Filter("text", _("文号"), Kind.TEXT, lookup="number", place=Place.MORE),
        Filter("case", _("诉求编号"), Kind.TEXT, lookup="case__number", place=Place.MORE),
        Filter(
            "since", _("发出日期从"), Kind.DAY, lookup="issued_at__date__gte", place=Place.MORE
        ),
        Filter("until", _("到"), Kind.DAY, lookup="issued_at__date__lte", place=Place.MORE),
        Filter(
            "firm", _("企业"), Kind.NUMBER, apply=_of_firm, place=Place.HIDDEN,
            words=_("只看一家企业"),
        ),
        *JOB_FILTERS,
    ),
    orders=(
        Order("newest", _("新的在前"), ("-pk",)),
        Order("due", _("要求回复早的在前"), ("due_at", "pk")),
    ),
    empty=Empty(_("还没有催办督办"), _("发出的、收到的单子会列在这里。"), "bell"),
    unmatched=Empty(_("没有符合条件的单子"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


VIEWS = VerbViews[SupervisionSheet, SheetVerb](
    noun=actions.SHEETS,
    pages=VERB_PAGES,
    rows=queries.sheets,
    title=str,
    view=_view,
    allowed=reads_sheets,
    list_url="desk:supervision",
    row_url="desk:supervision_sheet",
    listing=SHEETS,
    line=_("发文的活动办和受文单位看得到，企业看不到。"),
    new=NewPage(
        WriteForm, actions.write, writes_sheets, _("发催办、督办单"),
        _("已开出：催办单、商请函已发出，问效建议单、督办通知待签发"), word=DRAFT,
        line=_("催办单、商请函直接发出；问效建议单、督办通知由签发人员签发后编号发出。"),
    ),
    told=fields_of(
        SupervisionSheet, "id", "version", "kind", "number", "state", "text", "limit", "due_at",
        "reply", "reason", "drafted_at", "issued_at", "signed_at", "replied_at", "ended_at",
        case="case__number", office="office__name", unit="unit__name",
    ),
    told_in_list=("kind", "number", "state", "due_at", "case"),
)  # fmt: skip
