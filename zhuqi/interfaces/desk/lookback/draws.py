"""Draws on screen: all of them with their rates, one of them, a new one with what it would be."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotNow, Person, Scope
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.lookback.forms import DrawForm, month_words
from zhuqi.interfaces.desk.lookback.views import LISTED
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Action, Cell, Fact, Heading, Table
from zhuqi.interfaces.shell.submit import Cleaned, Page, second_click, submit
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.mechanisms.lookback import actions, queries
from zhuqi.mechanisms.lookback.actions.noun import DRAWN
from zhuqi.mechanisms.lookback.actions.noun import DRAWS as NOUN
from zhuqi.mechanisms.lookback.enums import LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw
from zhuqi.mechanisms.lookback.queries.pool import pool
from zhuqi.mechanisms.lookback.queries.schemes import sample_terms
from zhuqi.mechanisms.lookback.rules import Rate, sample_size

Rates = Mapping[int, Rate]
NONE = Rate(0, 0, 0)


def reads_draws(scope: Scope) -> bool:
    """Whoever reads an office's ledger."""
    return scope.holds(*OFFICE_READERS)


def draws_samples(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.KEEPERS)


def _url(row: LookBackDraw) -> str:
    return reverse("desk:lookback_draw", args=[row.pk])


def _rows(which: str, counted: str) -> str:
    return f"{reverse('desk:lookback')}?{which}&counted={counted}"


def counts_of(rate: Rate, which: str) -> tuple[Cell, Cell, Cell]:
    """Sampled, reached, verified, each opening its rows."""
    numbers = {"sampled": rate.sampled, "reached": rate.reached, "verified": rate.verified}
    return tuple(  # type: ignore[return-value]  # three names, three cells
        Cell(count, url=_rows(which, name) if count else "") for name, count in numbers.items()
    )


def share_of(rate: Rate) -> Cell:
    """75.0%, and between what it lies; nothing where nobody was reached."""
    if rate.value is None or rate.interval is None:
        return Cell("—", below=_("还没有联系上"))
    low, high = rate.interval
    between = f"{low:.1%}–{high:.1%}"
    return Cell(f"{rate.value:.1%}", below=between)


def _context(_asked: Asked, rows: Sequence[LookBackDraw]) -> Rates:
    found = LookBack.objects.filter(draw__in=[row.pk for row in rows])
    return queries.rates_by(found, "draw")


def _count(place: int) -> Any:
    return lambda row, rates: counts_of(rates.get(row.pk, NONE), f"draw={row.pk}")[place]


DRAWS: listing.Listing[LookBackDraw, Rates] = listing.Listing(
    name="lookback_draws",
    label=_lazy("回头看抽样"),
    measure=_lazy("次"),
    rows=lambda asked: queries.draws(asked.person.scope).defer("candidates"),
    context=_context,
    head=Column(
        "month", _lazy("办结月份"),
        lambda row, _page: Cell(month_words(row.month), below=str(row.office), url=_url(row)),
        "z-nowrap",
    ),
    columns=(
        Column("drawn", _lazy("抽取时间"), lambda row, _page: wording.moment(row.drawn_at)),
        Column("pool", _lazy("可抽"), lambda row, _page: row.pool, number=True),
        Column("sampled", _lazy("抽取"), _count(0), number=True),
        Column("reached", _lazy("联系上"), _count(1), number=True),
        Column("verified", _lazy("核实已解决"), _count(2), number=True),
        Column(
            "rate", _lazy("核实率"),
            lambda row, rates: share_of(rates.get(row.pk, NONE)), "z-nowrap", number=True,
        ),
    ),
    filters=(Filter("office", _lazy("活动办"), Kind.TEXT, lookup="office__name"),),
    orders=(Order("newest", _lazy("新的在前"), ("-month", "-pk")),),
    empty=Empty(
        _lazy("还没有抽样"), _lazy("每月按方案自动抽取，也可以由活动办抽取。"), "refresh"
    ),
    unmatched=Empty(_lazy("没有符合条件的抽样"), _lazy("可以去掉条件再看。"), "filter"),
)  # fmt: skip


def _offices(scope: Scope) -> Table | None:
    offices = sorted(scope.units(*OFFICE_READERS))
    rates = queries.rates_by(LookBack.objects.filter(office__in=offices), "office")
    if not rates:
        return None
    units = Unit.objects.in_bulk(rates)
    rows = [
        (str(units[pk]), *counts_of(rate, f"office={pk}"), share_of(rate))
        for pk, rate in sorted(rates.items())
    ]
    heads = [Heading(_("活动办")), *_heads()]
    return Table(heads, rows, keys=False, caption=_("各活动办历次合计"), silent=True)


def _heads() -> list[Heading]:
    named = (_("抽取"), _("联系上"), _("核实已解决"), _("核实率"))
    return [Heading(label, number=True) for label in named]


# One of them -----------------------------------------------------------------------------------


def _view(row: LookBackDraw, person: Person) -> RowView:
    """A draw: pool, seed, scheme, its rate, and why each case was drawn."""
    rows = list(queries.look_backs(person.scope).filter(draw=row.pk).order_by("pk"))
    rate = queries.rate_of(LookBack.objects.filter(draw=row.pk))
    same = _("按这个种子、可抽诉求和方案重算，结果一致")
    other = _("按这个种子重算，结果与记录不一致，请核对日志")
    facts = [
        Fact(_("活动办"), row.office.name),
        Fact(_("方案"), str(row.edition)),
        Fact(_("可抽诉求"), _("%(n)s 件") % {"n": row.pool}),
        Fact(_("抽取"), _("%(n)s 件") % {"n": row.sample}),
        Fact(_("随机种子"), row.seed, hint=same if queries.drawn_again(row) else other),
    ]
    counted = queries.counted_risks(queries.candidates_of(row))
    risks = [(str(risk.label), Cell(count)) for risk, count in counted.items()]
    rated = [(str(row.office), *counts_of(rate, f"draw={row.pk}"), share_of(rate))]
    shown = LISTED.excerpt(person, rows, "case", "state", "why", "unit", "caller")
    sections = [
        RowSection(_("核实率"), (_("活动办"), *(head.label for head in _heads())), rated),
        RowSection(_("可抽诉求中的风险"), (_("风险"), _("件数")), risks),
        RowSection(_("抽中的诉求"), [head.label for head in shown.columns], shown.rows),
    ]
    return RowView([_("%(at)s抽取") % {"at": wording.moment(row.drawn_at)}], facts, sections)


# A new one ----------------------------------------------------------------------------------------


def _preview(form: DrawForm) -> Mapping[str, object] | None:
    """How many may be drawn, how many would be, and which risks apply; or why none can be."""
    if not form.is_valid():
        return None
    office, month = form.cleaned_data["office"], form.cleaned_data["month"]
    try:
        edition = actions.edition_for(office, month)
    except NotNow as refusal:
        return {"why_not": refusal.reason}
    found = pool(office, month, edition)
    risks = [(str(risk.label), count) for risk, count in queries.counted_risks(found).items()]
    heads = [Heading(_("风险")), Heading(_("件数"), number=True)]
    return {
        "office": office,
        "month": month_words(month),
        "value": month.isoformat(),
        "edition": edition,
        "pool": len(found),
        "sample": sample_size(len(found), sample_terms(edition)),
        "risks": Table(heads, risks, keys=False, silent=True) if risks else None,
    }


class DrawViews(VerbViews[LookBackDraw, LookBackVerb]):
    """Above all of them the rates of each office; a new one says first what it would be."""

    def show_list(self, request: HttpRequest) -> HttpResponse:
        """Every draw with its rate, below the rate of each office over all of them."""
        person = request_person(request)
        new = Action(_("抽取样本"), reverse(self.new_url), "plus", main=True)
        context = {
            "line": self.line,
            "actions": [new] if draws_samples(person.scope) else [],
            "offices": _offices(person.scope),
        }
        return DRAWS.answer(request, person, "desk/lookback/draws.html", context)

    def actions(self, row: LookBackDraw, person: Person) -> list[Action]:  # noqa: ARG002
        """The way to its rows: with a draw itself nothing can be done."""
        url = f"{reverse('desk:lookback')}?draw={row.pk}"
        return [Action(_("看这次的回头看"), url, "list-details")]

    def create(self, request: HttpRequest) -> HttpResponse:
        """What a draw would be, and the draw: which cases come out nobody sees before it is
        done."""
        person = request_person(request)
        sent = request.POST if request.method == "POST" else request.GET or None
        form = DrawForm(sent, scope=person.scope)
        again = second_click(request, person, "lookback_draw:new")

        def draw(typed: Cleaned) -> str:
            with again.making() as led:
                led.to = _url(actions.draw(**typed, by=person))
            return led.to

        def context() -> Mapping[str, object]:
            usual = DrawForm(dict(form.initial), scope=person.scope)
            shown = form if form.is_bound else usual
            return {"form": form, "preview": _preview(shown), "back_url": reverse(self.list_url)}

        show = Page(request, "desk/lookback/draw_new.html", context)
        return submit(request, form, draw, show=show, said=_("已抽取"), to=str, again=again)


VIEWS = DrawViews(
    noun=NOUN,
    pages={},
    rows=queries.draws,
    title=lambda row: _("%(month)s抽样") % {"month": month_words(row.month)},
    view=_view,
    allowed=reads_draws,
    list_url="desk:lookback_draws",
    row_url="desk:lookback_draw",
    listing=DRAWS,
    line=_lazy("核实率＝核实已解决÷联系上，下面是 95% 区间；不再回访的不计入。点数字看是哪些。"),
    new=NewPage(
        DrawForm, actions.draw, draws_samples, _lazy("抽取样本"), _lazy("已抽取"), word=DRAWN
    ),
    told=fields_of(
        LookBackDraw, "id", "version", "month", "seed", "pool", "sample", "drawn_at", "state",
        office="office__name",
    ),
    told_in_list=("month", "office", "pool", "sample"),
)  # fmt: skip
