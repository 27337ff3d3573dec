"""Reviews of the city office, with statements, appeals, entries of the register; schemes."""

from collections.abc import Mapping
from datetime import date

from tests.permissions.registry import Asked, Found, Room, Row, kept, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.models import Unit
from zhuqi.reporting.appraisal.enums import (
    AppealState,
    MarkPart,
    MeritKind,
    MeritState,
    ReviewState,
    Span,
)
from zhuqi.reporting.appraisal.models import (
    Appeal,
    AppraisalEdition,
    Mark,
    Merit,
    Ranking,
    Review,
    Standing,
)
from zhuqi.reporting.appraisal.schemes import load_appraisal_schemes


def _edition() -> AppraisalEdition:
    load_appraisal_schemes(by=SYSTEM)
    return AppraisalEdition.objects.order_by("pk")[0]


@once
def _scheme(_town: Town) -> int:
    return _edition().scheme_id


def _review(town: Town, month: int, state: ReviewState) -> Review:
    found, _made = Review.objects.get_or_create(
        office=town.cast.city_office, span=Span.MONTH, first=date(2026, month, 1),
        defaults={
            "last": date(2026, month, 28), "state": state, "edition": _edition(),
            "as_of_event": 0, "as_of_at": MONDAY, "drafted_at": MONDAY,
            "published_at": MONDAY if state == ReviewState.PUBLISHED else None,
        },
    )  # fmt: skip
    return found


def units(town: Town) -> dict[str, Unit]:
    """Who stands in what was published: the industry bureau, and 襄城县 by its office."""
    return {"own": town.cast.industry, "other_unit": town.cast.county_office}


@once
def published(town: Town) -> Review:
    """What the city office published."""
    review = _review(town, 9, ReviewState.PUBLISHED)
    ranking, made = Ranking.objects.get_or_create(
        review=review, number=1, edition=review.edition,
        defaults={"as_of_event": 0, "as_of_at": MONDAY, "issued_at": MONDAY, "issued_by": "陆远"},
    )  # fmt: skip
    for unit in units(town).values() if made else ():
        standing = Standing.objects.create(
            ranking=ranking, unit=unit, name=unit.name, group="市直部门", total=1, rank=1, volume=9
        )
        Mark.objects.create(
            standing=standing, part=MarkPart.INDICATOR, code="on_time_rate", name="按期率", points=1
        )
    return review


@once
def statements(town: Town) -> Mapping[str, object]:
    """Of either unit that stands in it."""
    there = published(town).rankings.get().standings.all()
    by_unit = {one.unit_id: one.pk for one in there}
    return {whose: by_unit[unit.pk] for whose, unit in units(town).items()}


@once
def reviews(town: Town) -> Mapping[str, object]:
    """What was published, and a draft."""
    draft = _review(town, 10, ReviewState.DRAFT)
    return {"own": published(town).pk, "other_unit": draft.pk}


@once
def appeals(town: Town) -> Mapping[str, object]:
    """Of either unit that stands in it."""
    return {
        whose: Appeal.objects.get_or_create(
            review=published(town), unit=unit, about="按期率", state=AppealState.SUBMITTED,
            defaults={"text": "不对", "submitted_at": MONDAY, "due_at": MONDAY},
        )[0].pk
        for whose, unit in units(town).items()
    }  # fmt: skip


@once
def merits(town: Town) -> Mapping[str, object]:
    """About either, entered by the city office."""
    return {
        whose: Merit.objects.get_or_create(
            office=town.cast.city_office, unit=unit, kind=MeritKind.PRAISE, title="先进集体",
            state=MeritState.ENTERED, decided_on=date(2026, 10, 1),
            defaults={"text": "好", "basis": "文件", "decided_by": "市政府", "entered_at": MONDAY},
        )[0].pk
        for whose, unit in units(town).items()
    }  # fmt: skip


def of(rows: object, *after: object) -> Row:
    """One of them, the same whoever asks."""

    def find(asked: Asked) -> Found:
        there: Mapping[str, object] = rows(asked.town)  # type: ignore[operator]
        return [there[asked.whose], *after] if asked.whose in there else None

    return Row(find, fixed=True)


def _published_verbs(asked: Asked) -> Found:
    there, verbs = reviews(asked.town), {"own": "correct", "other_unit": "publish"}
    return [there[asked.whose], verbs[asked.whose]] if asked.whose in there else None


def _statement(*after: object) -> Row:
    def find(asked: Asked) -> Found:
        there = units(asked.town)
        if asked.whose not in there:
            return None
        return [published(asked.town).pk, there[asked.whose].pk, *after]

    return Row(find, fixed=True)


ROOM = Room(
    "appraisal",
    {
        "desk:appraisals": page(),
        "desk:appraisal_new": page(),
        "desk:appraisal_try": page(),
        "desk:appraisal_scores": page(),
        "desk:appraisal": of(reviews),
        "desk:appraisal_verb": Row(_published_verbs, fixed=True),
        "desk:appraisal_issue": Row(
            lambda asked: [published(asked.town).pk, 1] if asked.own else None, fixed=True
        ),
        "desk:appraisal_statement": _statement(),
        "desk:appraisal_rows": _statement("on_time_rate"),
        "desk:appraisal_appeals": page(),
        "desk:appraisal_appeal_new": page(),
        "desk:appraisal_appeal": of(appeals),
        "desk:appraisal_appeal_verb": of(appeals, "refuse"),
        "desk:merits": page(),
        "desk:merit_new": page(),
        "desk:merit": of(merits),
        "desk:merit_verb": of(merits, "withdraw"),
        "desk:admin_appraisal_schemes": page(),
        "desk:admin_appraisal_scheme_new": page(),
        "desk:admin_appraisal_scheme": kept(_scheme),
        "desk:admin_appraisal_scheme_publish": kept(_scheme),
    },
)
