"""Alliances, shared cases and judgements on screen: their lists, and one of each."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.filters import in_hand
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.sister_offices import forms
from zhuqi.interfaces.desk.sister_offices.entering import (
    makes_alliances,
    reads_sisters,
    works_with_sisters,
)
from zhuqi.interfaces.desk.sister_offices.verb_pages import (
    ALLIANCE_PAGES,
    APART_PAGES,
    SHARING_PAGES,
)
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.actions import alliances, distinctions, sharings
from zhuqi.mechanisms.sister_offices.enums import (
    RUNNING,
    AllianceState,
    AllianceVerb,
    Beginning,
    DistinctionState,
    DistinctionVerb,
    SharingState,
    SharingVerb,
)
from zhuqi.mechanisms.sister_offices.models import (
    Alliance,
    AllianceMember,
    Distinction,
    Sharing,
    SharingWord,
)

# Alliances ----------------------------------------------------------------------------------------


def _alliance_url(row: Alliance) -> str:
    return reverse("desk:sister_alliance", args=[row.pk])


def _days(row: Alliance) -> str:
    since = wording.day(row.since, weekday=False)
    if row.until is None:
        return _now("%(since)s 起") % {"since": since}
    until = wording.day(row.until, weekday=False)
    return _now("%(since)s 至 %(until)s") % {"since": since, "until": until}


def _standing(one: AllianceMember) -> str:
    if one.left_at:
        return _now("已退出") if one.joined_at else _now("没有加入")
    return _now("已加入") if one.joined_at else _now("待确认")


def _alliance(row: Alliance, _person: Person) -> RowView:
    facts = [
        Fact(_now("建立"), row.keeper.name),
        Fact(_now("依据"), row.source, typed=True),
        Fact(_now("起止"), _days(row)),
        Fact(_now("联动事项"), _now("查看"), url=reverse("desk:sister_sharings")),
        Fact(_now("判定记录"), _now("查看"), url=reverse("desk:sister_distinctions")),
        *typed_facts(row, "reason"),
    ]
    members = [
        (
            one.office.name, _standing(one), wording.moment(one.asked_at),
            wording.moment(one.joined_at) if one.joined_at else "",
            wording.moment(one.left_at) if one.left_at else "",
        )
        for one in row.members.all()
    ]  # fmt: skip
    labels = (_("活动办"), _("状态"), _("邀请"), _("加入"), _("退出"))
    return RowView([state_pill(row, {AllianceState.RUNNING})], facts, (
        RowSection(_("成员"), labels, members),
    ))  # fmt: skip


def _members(row: Alliance) -> str:
    return "、".join(str(one.office) for one in row.members.all() if one.left_at is None)


ALLIANCES: listing.Listing[Alliance, None] = listing.Listing(
    name="sister_alliances",
    label=_("活动办联动"),
    measure=_("个"),
    rows=lambda asked: queries.alliances(asked.person.scope),
    context=listing.no_context,
    head=Column("name", _("名称"), lambda row, _page: Cell(row.name, url=_alliance_url(row))),
    columns=(
        Column(
            "state", _("状态"), lambda row, _page: state_pill(row, {AllianceState.RUNNING}),
            "z-nowrap",
        ),
        Column("members", _("现有成员"), lambda row, _page: _members(row)),
        Column("days", _("起止"), lambda row, _page: _days(row)),
        Column("source", _("依据"), lambda row, _page: Cell(row.source, clamp=True)),
    ),
    filters=(
        Filter("state", _("状态"), choices=AllianceState, lookup="state"),
        in_hand(queries.ALLIANCES_IN_HAND, {"join": _("待确认加入")}),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有活动办联动"), _("几个活动办一起服务同一批企业的，在这里建立联动。"), "users"
    ),
)  # fmt: skip


ALLIANCE_VIEWS = VerbViews[Alliance, AllianceVerb](
    noun=alliances.ALLIANCES,
    pages=ALLIANCE_PAGES,
    rows=queries.alliances,
    title=str,
    view=_alliance,
    allowed=reads_sisters,
    list_url="desk:sister_alliances",
    row_url="desk:sister_alliance",
    listing=ALLIANCES,
    line=_("联动的活动办交办前互相核对同一家企业的诉求，一件事只由一个活动办主管。"),
    new=NewPage(
        forms.AllianceForm, alliances.enter, makes_alliances, _("建立联动"),
        _("已建立，等各方确认"), word=alliances.ENTER,
        line=_("各活动办确认加入后才互相核对；没有共享的诉求，对方只知道编号和件数。"),
    ),
    told=fields_of(
        Alliance, "id", "version", "state", "name", "source", "since", "until", "reason",
        keeper="keeper__name",
    ),
    told_in_list=("state", "name", "since", "until"),
)  # fmt: skip


# Shared cases -------------------------------------------------------------------------------------


def sharing_url(row: Sharing) -> str:
    """The page of one."""
    return reverse("desk:sister_sharing", args=[row.pk])


def _firm(row: Sharing) -> str:
    """Of a case one may not read nobody is told whose it is."""
    return row.case.enterprise.name if row.seen and row.case.enterprise else ""  # type: ignore[attr-defined]  # annotated


def _sharing(row: Sharing, _person: Person) -> RowView:
    case, seen = row.case, row.seen  # type: ignore[attr-defined]  # annotated
    url = reverse("desk:case", args=[case.number]) if seen else ""
    facts = [
        Fact(_now("诉求"), f"{case.number} {case.title}" if seen else case.number, url=url),
        Fact(_now("主管活动办"), case.office.name),
        Fact(_now("联动活动办"), row.sister.name),
        Fact(_now("共享方"), row.owner.name),
        Fact(_now("联动"), row.alliance.name, url=_alliance_url(row.alliance)),
        Fact(_now("开始"), wording.moment(row.begun_at)),
    ]
    if seen:
        facts.insert(1, Fact(_now("企业"), _firm(row)))
        facts.insert(2, Fact(_now("办理状态"), str(case.get_state_display())))
    if row.ended_at:
        facts.append(Fact(_now("结束"), wording.moment(row.ended_at)))
    said = [
        (
            wording.moment(one.at),
            str(one.office),
            str(one.get_verb_display()),
            Cell(one.text),
            one.by,
        )
        for one in row.words.all()
    ]
    line: list[object] = [state_pill(row, RUNNING)]
    if row.waits_since:
        line.append(_now("%(time)s 起等答复") % {"time": wording.moment(row.waits_since)})
    labels = (_("时间"), _("活动办"), _("事项"), _("说明"), _("经办人"))
    return RowView(line, facts, (RowSection(_("意见和答复"), labels, said),))


SHARINGS: listing.Listing[Sharing, None] = listing.Listing(
    name="sister_sharings",
    label=_("联动事项"),
    measure=_("件"),
    rows=lambda asked: queries.sharings(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "number", _("诉求"),
        lambda row, _page: Cell(
            row.case.number, url=sharing_url(row),
            below=row.case.title if row.seen else "",  # type: ignore[attr-defined]  # annotated
        ),
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, RUNNING), "z-nowrap"),
        Column("firm", _("企业"), lambda row, _page: _firm(row)),
        Column("owner", _("主管活动办"), lambda row, _page: str(row.case.office)),
        Column("sister", _("联动活动办"), lambda row, _page: str(row.sister)),
        Column("begun", _("开始"), lambda row, _page: wording.moment(row.begun_at), "z-nowrap"),
        Column(
            "waits", _("等答复自"),
            lambda row, _page: wording.moment(row.waits_since) if row.waits_since else "",
            "z-nowrap",
        ),
    ),
    filters=(
        Filter("state", _("状态"), choices=SharingState, lookup="state"),
        in_hand(queries.SHARINGS_IN_HAND, {"answer": _("待答复")}),
        Filter("running", _("没有结束的"), Kind.YES, where=lambda _asked: queries.running()),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有联动事项"), _("和联动的活动办共享的诉求、移交和答复会列在这里。"), "users"
    ),
    unmatched=Empty(_("没有符合条件的联动事项"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


SHARING_VIEWS = VerbViews[Sharing, SharingVerb](
    noun=sharings.SHARINGS,
    pages=SHARING_PAGES,
    rows=queries.sharings,
    title=lambda row: row.case.number,
    view=_sharing,
    allowed=reads_sisters,
    list_url="desk:sister_sharings",
    row_url="desk:sister_sharing",
    listing=SHARINGS,
    line=_("一件诉求始终只有一个主管活动办；联动的活动办可以看、提意见、商量移交。"),
    new=NewPage(
        forms.ShareForm, sharings.begin, works_with_sisters, _("共享诉求"), _("已提出"),
        word=Beginning.SHARE.value, line=_("保密的、有密级标志的、信访和涉法涉诉的诉求不共享。"),
    ),
    told=fields_of(
        Sharing, "id", "version", "state", "begun_at", "waits_since", "ended_at",
        case="case__number", owner="case__office__name", shared_by="owner__name",
        sister="sister__name", words=fields_of(SharingWord, "at", "text", office="office__name"),
    ),
    told_in_list=("state", "case", "owner", "sister", "waits_since"),
)  # fmt: skip


# Told apart ---------------------------------------------------------------------------------------


def _apart(row: Distinction, person: Person) -> RowView:
    facts = [
        _case(_now("诉求"), row.case, person),
        _case(_now("对方的诉求"), row.other, person),
        Fact(_now("对方活动办"), row.other.office.name),
        Fact(_now("作出判定的活动办"), row.office.name),
        Fact(_now("判定时间"), wording.moment(row.said_at)),
        *typed_facts(row, "text", "reason"),
    ]
    return RowView([state_pill(row, {DistinctionState.HOLDS})], facts)


def _case(label: str, case: Case, person: Person) -> Fact:
    seen = Case.objects.filter(pk=case.pk).within_reach(person.scope).exists()
    return Fact(label, case.number, url=reverse("desk:case", args=[case.number]) if seen else "")


DISTINCTIONS: listing.Listing[Distinction, None] = listing.Listing(
    name="sister_distinctions",
    label=_("不是同一件事的判定"),
    measure=_("项"),
    rows=lambda asked: queries.distinctions(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "case", _("诉求"),
        lambda row, _page: Cell(
            row.case.number, url=reverse("desk:sister_distinction", args=[row.pk])
        ),
    ),
    columns=(
        Column(
            "state", _("状态"), lambda row, _page: state_pill(row, {DistinctionState.HOLDS}),
            "z-nowrap",
        ),
        Column("office", _("作出判定的活动办"), lambda row, _page: str(row.office)),
        Column(
            "other", _("对方的诉求"),
            lambda row, _page: Cell(row.other.number, below=str(row.other.office)),
        ),
        Column("text", _("为什么"), lambda row, _page: Cell(row.text, clamp=True)),
        Column("said", _("判定时间"), lambda row, _page: wording.moment(row.said_at), "z-nowrap"),
    ),
    filters=(Filter("state", _("状态"), choices=DistinctionState, lookup="state"),),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有判定"), _("交办前核对出相近的诉求、判定不是同一件事的，会列在这里。"), "note"
    ),
)  # fmt: skip


APART_VIEWS = VerbViews[Distinction, DistinctionVerb](
    noun=distinctions.DISTINCTIONS,
    pages=APART_PAGES,
    rows=queries.distinctions,
    title=lambda row: f"{row.case.number} ≠ {row.other.number}",
    view=_apart,
    allowed=reads_sisters,
    list_url="desk:sister_distinctions",
    row_url="desk:sister_distinction",
    listing=DISTINCTIONS,
    line=_("判定之后才能交办；双方都看得到理由。"),
    new=NewPage(
        forms.ApartForm, distinctions.say, works_with_sisters, _("判定不是同一件事"),
        _("已判定，可以交办了"), word=distinctions.SAY,
        line=_("两个编号在交办的页面上已列出；是同一件事的，请移交给对方。"),
    ),
    told=fields_of(
        Distinction, "id", "version", "state", "text", "reason", "said_at", case="case__number",
        other="other__number", office="office__name",
    ),
    told_in_list=("state", "case", "other", "said_at"),
)  # fmt: skip
