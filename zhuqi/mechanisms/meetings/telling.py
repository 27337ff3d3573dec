"""Which firms a decision is told to: of its case, or of every case of its topic, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from zhuqi.ledgers.cases.enums import LIVE_STATES
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.meetings.models import Decision, Reply


@dataclass(frozen=True, slots=True)
class Firms:
    """Cases by how it stands with their firms. `barred`: each with the reason."""

    told: Sequence[Reply]
    to_tell: Sequence[Case]
    barred: Sequence[tuple[Case, str]]

    @property
    def why_nobody(self) -> str:
        """The complaint where nobody is left to tell."""
        if self.told:
            return f"{len(self.told)} 件都已答复，没有还要答复的"
        first = next((f"：{case.number} {why}" for case, why in self.barred), "")
        return f"没有可以答复的诉求{first}"

    @property
    def summary(self) -> str:
        """12 件已回复，1 件不能：已销号 1 件."""
        reasons: dict[str, int] = {}
        for _case, why in self.barred:
            reasons[why] = reasons.get(why, 0) + 1
        said = "、".join(f"{why} {n} 件" for why, n in reasons.items())
        parts = [f"{len(self.told)} 件已回复", f"{len(self.barred)} 件不能{said and f'：{said}'}"]
        if self.to_tell:
            parts.insert(1, f"{len(self.to_tell)} 件待回复")
        return "，".join(parts)


def firms_of(decision: Decision) -> Firms:
    """How it stands; two queries."""
    told = list(Reply.objects.filter(decision=decision).select_related("case").order_by("pk"))
    done = {row.case_id for row in told}
    left = [case for case in _cases(decision).order_by("pk") if case.pk not in done]
    judged = [(case, why_not(case)) for case in left]
    return Firms(
        told,
        [case for case, why in judged if not why],
        [(case, why) for case, why in judged if why],
    )


def _cases(decision: Decision) -> QuerySet[Case]:
    if decision.item.topic_id is None:
        return Case.objects.filter(pk=decision.case_id or 0)
    office = decision.meeting.body.office_id
    return Case.objects.filter(topic=decision.item.topic_id, office=office)


def why_not(case: Case) -> str:
    """Why nothing more is written to a case; "" where it goes on."""
    if case.sealed:
        return "已密封移送"
    if case.historical:
        return "历史导入"
    return "" if case.state in LIVE_STATES else str(case.get_state_display())
