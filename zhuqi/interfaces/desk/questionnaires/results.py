"""What came back, question by question: tables with bars drawn here, and the same as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.spreadsheets.writing import Head, Holds, Sheet, SheetColumn, Value
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.questionnaires.entering import reads_questionnaires
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.charts import measure_bar
from zhuqi.interfaces.shell.parts import Cell, Heading, Table
from zhuqi.interfaces.shell.workbooks import taken_out, workbook
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.enums import CHOSEN, QuestionKind
from zhuqi.mechanisms.questionnaires.models import Questionnaire
from zhuqi.mechanisms.questionnaires.queries import Result


@dataclass(frozen=True, slots=True)
class Shown:
    """One question with what was answered."""

    title: str
    note: str
    table: Table | None


def share(part: int, whole: int) -> str:
    """A share in percent; nothing of nothing."""
    return f"{part / whole * 100:.1f}%" if whole else ""


def shown(row: Questionnaire) -> list[Shown]:
    """Every question, in order."""
    return [_shown(one) for one in queries.results(row)]


def _shown(one: Result) -> Shown:
    kind = QuestionKind(one.question.kind)
    note = _now("%(kind)s，%(n)s 家回答") % {"kind": kind.label, "n": one.answered}
    if kind in CHOSEN:
        return Shown(str(one.question), note, _chosen(one))
    if kind == QuestionKind.NUMBER:
        return Shown(str(one.question), note, _numbers(one))
    if kind == QuestionKind.PROBLEM:
        words = _now("，同意登记 %(agreed)s 件，已登记为诉求 %(cases)s 件")
        note += words % {"agreed": one.consents, "cases": one.cases}
    return Shown(str(one.question), note, _texts(one) if one.texts else None)


def _chosen(one: Result) -> Table:
    most = max(one.chosen.values(), default=0)
    rows: list[Sequence[Cell | object]] = [
        (
            words, Cell(measure_bar(one.chosen[place], most)), one.chosen[place],
            share(one.chosen[place], one.answered),
        )
        for place, words in enumerate(one.question.choices)
    ]  # fmt: skip
    columns = [
        Heading(_("选项")), Heading(_("多少"), silent=True), Heading(_("家数"), number=True),
        Heading(_("占回答的"), number=True),
    ]  # fmt: skip
    return Table(columns, rows, keys=False)


def _figures(one: Result) -> Iterator[tuple[str, str]]:
    unit = one.question.unit
    values = one.numbers
    if values:
        for label, value in (
            (_now("合计"), sum(values)), (_now("平均"), sum(values) / len(values)),
            (_now("中位数"), median(values)), (_now("最小"), min(values)),
            (_now("最大"), max(values)),
        ):  # fmt: skip
            yield label, f"{value:,.2f}".rstrip("0").rstrip(".") + (f" {unit}" if unit else "")


def _numbers(one: Result) -> Table | None:
    rows: list[Sequence[Cell | object]] = list(_figures(one))
    columns = [Heading(_("指标")), Heading(_("数值"), number=True)]
    return Table(columns, rows, keys=False) if rows else None


def _texts(one: Result) -> Table:
    rows: list[Sequence[Cell | object]] = [
        (
            Cell(
                answer.reply.enterprise.name,
                url=reverse("desk:questionnaire_reply", args=[answer.reply_id]),
            ),
            Cell(answer.text, clamp=True),
            Cell(answer.case.number, url=reverse("desk:case", args=[answer.case.number]))
            if answer.case else "",
        )
        for answer in one.texts
    ]  # fmt: skip
    columns = [Heading(_("企业")), Heading(_("填写的")), Heading(_("诉求"))]
    return Table(columns, rows, keys=False)


@require_POST
@access.official(reads_questionnaires)
def taken(request: HttpRequest, pk: int) -> FileResponse:
    """The counts as a workbook."""
    person, now = access.of(request), timezone.now()
    row = queries.questionnaires(person.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    sent, back = queries.sent_and_returned(queries.tallies([pk]).get(pk, {}))
    lines = [
        _now("发放 %(sent)s 家，收回 %(back)s 家，回收率 %(share)s")
        % {"sent": sent, "back": back, "share": share(back, sent)},
        taken_out(person, now),
    ]
    columns = [
        SheetColumn(_now("题目"), width=40), SheetColumn(_now("题型"), width=12),
        SheetColumn(_now("选项或指标"), width=24), SheetColumn(_now("结果"), Holds.TEXT, 14),
        SheetColumn(_now("占回答的"), Holds.TEXT, 12),
    ]  # fmt: skip
    sheet = Sheet(_now("各题统计"), Head(row.title, lines), columns, list(_rows(row)))
    return workbook(row.title, [sheet], now)


def _rows(row: Questionnaire) -> Iterator[list[Value]]:
    for one in queries.results(row):
        begins: list[Value] = [str(one.question), wording.label(QuestionKind, one.question.kind)]
        yield [*begins, _now("回答家数"), str(one.answered), ""]
        for place, words in enumerate(one.question.choices):
            n = one.chosen[place]
            yield [*begins, words, str(n), share(n, one.answered)]
        for label, value in _figures(one):
            yield [*begins, label, value, ""]
        if one.question.kind == QuestionKind.PROBLEM:
            yield [*begins, _now("同意登记"), str(one.consents), ""]
            yield [*begins, _now("已登记为诉求"), str(one.cases), ""]
