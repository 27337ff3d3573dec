"""What the firm has said before, beside the case that is looked at first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.resubmission import said_before
from zhuqi.ledgers.cases.topics.merging import against_merging


@dataclass(frozen=True, slots=True)
class AlikeCase:
    """A like case of the firm; `merge_url` where both may be handled as one."""

    number: str
    title: str
    about: str
    url: str
    merge_url: str


def alike_to(file: CaseView) -> Sequence[AlikeCase]:
    """The firm's cases of like wording that the person may see, in one query."""
    case = file.case
    rows = said_before(
        Case.objects.visible_to(file.person.scope), scope=file.person.scope,
        enterprise=case.enterprise, title=case.title, body=case.body, now=file.now, but=case.pk,
    )  # fmt: skip
    offer = file.offer(Verb.MERGE) if rows else None
    merges = offer is not None and offer.possible
    return [_row(case, one, merges=merges) for one in rows]


def _row(case: Case, one: Case, *, merges: bool) -> AlikeCase:
    about = [str(one.get_state_display()), wording.day(one.submitted_at, weekday=False)]
    if one.state == State.DECLINED:
        about.append(one.refusal_ground)
    verb = reverse("desk:verb", args=[case.number, Verb.MERGE.value])
    fits = merges and not against_merging(case, one)
    return AlikeCase(
        one.number,
        one.title,
        " · ".join(about),
        reverse("desk:case", args=[one.number]),
        f"{verb}?into={one.pk}" if fits else "",
    )
