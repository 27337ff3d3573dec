"""Moments of a case in the words of officials."""

from collections.abc import Collection, Sequence
from functools import singledispatch

from django.utils.translation import gettext as _

from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.reading.moments import (
    Answered,
    Bundled,
    CallAgain,
    CameIn,
    Covered,
    Details,
    Disclosed,
    HandedOver,
    HandedToOrgan,
    Instructed,
    Merged,
    Moment,
    MoreTime,
    Moved,
    Objected,
    PausedUntil,
    Rated,
    Recused,
    Refused,
    Split,
    Tagged,
)
from zhuqi.ledgers.cases.requests.actions.extensions import time_of

Lines = tuple[str, ...]
# Whose sheets are named beside the verb.
ISSUING = frozenset({Verb.ASSIGN, Verb.ENLIST, Verb.SUB_ASSIGN})


def label_of(moment: Moment) -> str:
    """What was done; of a leader's paper only that there is one, where it is not the reader's."""
    if isinstance(moment.details, Instructed) and not moment.details.named:
        return _("领导批示件")
    return str(moment.verb.label)


def overtaken_by(moments: Sequence[Moment], verbs: Collection[Verb]) -> str:
    """Who was faster: the last to do one of these verbs, else the last to do anything. "" for
    nobody: what the clockwork did by itself overtakes nobody."""
    people = [moment for moment in moments if moment.verb != Verb.RECOMPUTE]
    done = [moment for moment in people if moment.verb in verbs] or people
    if not done:
        return ""
    last = done[-1]
    words = {"who": last.who, "verb": label_of(last), "at": wording.moment(last.at)}
    if last.verb in ISSUING and last.sheets:
        words["units"] = "、".join(str(sheet.unit) for sheet in last.sheets)
        return _("%(at)s 已由%(who)s%(verb)s给%(units)s，您这次没有生效。") % words
    return _("%(at)s %(who)s已办“%(verb)s”，您这次没有生效。") % words


def note_of(moment: Moment) -> str:
    """What is said beside it, line by line: what came of it, the reason, what was written."""
    details = moment.details
    if details is None:
        return _lines(_remark(moment), moment.text)
    return _lines(*_told(details, moment), moment.text)


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def _remark(moment: Moment) -> str:
    if moment.verb in ISSUING:
        return "、".join(f"{sheet.unit}（{sheet.role.label}）" for sheet in moment.sheets)
    if moment.verb == Verb.RECOMPUTE:
        return _("工作日历调整，未到期的时限已按新日历重算")
    return moment.reason


@singledispatch
def _told(details: Details, _moment: Moment) -> Lines:
    raise TypeError(f"no words for {type(details).__name__}")


@_told.register
def _answered(details: Answered, _moment: Moment) -> Lines:
    signed = _("签发人 %(name)s") % {"name": details.signed_by}
    return (f"{details.disposition.label} · {signed}",)


@_told.register
def _rated(details: Rated, _moment: Moment) -> Lines:
    return (f"{details.verdict.label} · {details.satisfaction.label}",)


@_told.register
def _objected(details: Objected, moment: Moment) -> Lines:
    unit = details.suggested
    return _("建议由%(unit)s办理") % {"unit": unit} if unit else "", moment.reason


@_told.register
def _moved(details: Moved, moment: Moment) -> Lines:
    return _("由%(unit)s办理") % {"unit": details.unit}, moment.reason


@_told.register
def _more_time(details: MoreTime, moment: Moment) -> Lines:
    granted = moment.verb == Verb.GRANT_EXTENSION
    words = _("延长 %(time)s") if granted else _("申请延长 %(time)s")
    return words % {"time": time_of(details.amount, details.unit)}, moment.reason


@_told.register
def _paused(details: PausedUntil, moment: Moment) -> Lines:
    return _("%(day)s复核") % {"day": wording.day(details.day, weekday=False)}, moment.reason


@_told.register
def _call_again(details: CallAgain, moment: Moment) -> Lines:
    words = _("第 %(tries)s 次没打通，约定%(at)s再打")
    said = words % {"tries": details.tries, "at": wording.moment(details.at)}
    return said, moment.reason


@_told.register
def _merged(details: Merged, moment: Moment) -> Lines:
    words = {
        Verb.UNMERGE: _("不再与编号 %(number)s 合并"),
        Verb.END_WITH_MAIN: _("随编号 %(number)s 了结"),
        Verb.GO_ON_WITH_MAIN: _("随编号 %(number)s 重新办理"),
    }.get(moment.verb, _("并入编号 %(number)s"))
    return words % {"number": details.number}, moment.reason


@_told.register
def _split(details: Split, moment: Moment) -> Lines:
    if not details.number:
        return (_("由另一件拆分"),) if moment.verb == Verb.SPLIT_OFF else (_("本件继续办理："), "")
    if moment.verb == Verb.SPLIT_OFF:
        return (_("自编号 %(number)s 拆分") % {"number": details.number},)
    return _("另立编号 %(number)s；本件继续办理：") % {"number": details.number}, ""


@_told.register
def _bundled(details: Bundled, _moment: Moment) -> Lines:
    return (details.title,)


@_told.register
def _handed_over(details: HandedOver, moment: Moment) -> Lines:
    return f"{details.before} → {details.after}", moment.reason


@_told.register
def _refused(details: Refused, _moment: Moment) -> Lines:
    return details.where_to_go, details.ground


@_told.register
def _instructed(details: Instructed, _moment: Moment) -> Lines:
    leader, asked = details.leader, details.requirement
    return (
        _("%(leader)s 批示") % {"leader": leader} if details.named else "",
        _("办理要求：%(asked)s") % {"asked": asked} if asked else "",
    )


@_told.register
def _handed_to_organ(details: HandedToOrgan, moment: Moment) -> Lines:
    if details.organ:
        return (f"{details.number}，" + _("移送%(organ)s") % {"organ": details.organ},)
    if details.receipt:
        return (f"{details.number}，" + _("回执 %(receipt)s") % {"receipt": details.receipt},)
    return (f"{details.number} {moment.reason}".strip(),)


@_told.register
def _disclosed(details: Disclosed, moment: Moment) -> Lines:
    return (f"{'、'.join(details.units)}：{moment.reason}",)


@_told.register
def _recused(details: Recused, moment: Moment) -> Lines:
    return (f"{details.who}（{details.kind.label}）：{moment.reason}",)


@_told.register
def _came_in(details: CameIn, moment: Moment) -> Lines:
    return (_("已保密") if details.confidential else "", moment.reason)


@_told.register
def _covered(details: Covered, _moment: Moment) -> Lines:
    words = _("遮盖 %(covered)s 处，%(uncovered)s 处不遮盖")
    return (words % {"covered": details.covered, "uncovered": details.uncovered},)


@_told.register
def _tagged(details: Tagged, _moment: Moment) -> Lines:
    added, removed = "、".join(details.added), "、".join(details.removed)
    parts = (
        _("加上 %(tags)s") % {"tags": added} if added else "",
        _("去掉 %(tags)s") % {"tags": removed} if removed else "",
    )
    return ("；".join(filter(None, parts)),)
