"""What taking a case on promises its firm: the limit of each tier, and until when it would run."""

from django.utils.translation import gettext as _

from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Tier
from zhuqi.ledgers.cases.reading.case_view import CaseView


def limits_of(file: CaseView, kind: str) -> str:
    """一般 15 个工作日（到12月18日）；复杂、重大 …: by the office's scheme, counted from now.

    Kinds that are promised otherwise are named apart; "" where the scheme promises nothing.
    """
    usual = {tier: _rule(file, tier, kind) for tier in Tier}
    said: dict[str, list[str]] = {}
    for tier, rule in usual.items():
        if rule:
            said.setdefault(_said(file, rule), []).append(str(tier.label))
    for other in Kind:
        rule = _rule(file, Tier.ORDINARY, other.value)
        if other.value != kind and rule and rule != usual[Tier.ORDINARY]:
            said.setdefault(_said(file, rule), []).append(str(other.label))
    return "；".join(f"{'、'.join(names)} {limit}" for limit, names in said.items())


def _rule(file: CaseView, tier: Tier, kind: str) -> Rule | None:
    terms = file.aggregate.rulebook.terms_of(file.case)
    return terms.rule_for(ClockKind.RESOLVE, tier=tier.value, kind=kind)


def _said(file: CaseView, rule: Rule) -> str:
    if rule.followed:
        return rule.says
    counting = file.aggregate.rulebook.terms_of(file.case).counting
    due = file.aggregate.calendar.due(file.now, rule.amount, rule.unit, counting=counting)
    return _("%(limit)s（到%(day)s）") % {
        "limit": rule.says,
        "day": wording.day(due, weekday=False),
    }
