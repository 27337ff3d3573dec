"""Rows of appraisal: schemes, reviews with what they froze, appeals, the register of merit."""

from zhuqi.reporting.appraisal.models.appeals import Appeal
from zhuqi.reporting.appraisal.models.merits import Merit
from zhuqi.reporting.appraisal.models.rankings import Mark, Ranking, Standing
from zhuqi.reporting.appraisal.models.reviews import Award, Review
from zhuqi.reporting.appraisal.models.schemes import (
    AppraisalEdition,
    AppraisalRule,
    AppraisalScheme,
    OfficeAppraisal,
)

__all__ = [
    "Appeal",
    "AppraisalEdition",
    "AppraisalRule",
    "AppraisalScheme",
    "Award",
    "Mark",
    "Merit",
    "OfficeAppraisal",
    "Ranking",
    "Review",
    "Standing",
]
