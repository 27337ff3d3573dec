"""得分单: those one may read, and one with what every line of it counted."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.rows import PlainRows
from zhuqi.interfaces.desk.appraisal.scores import SCORES
from zhuqi.interfaces.desk.appraisal.views import reads_reviews
from zhuqi.interfaces.shell.telling import Read, fields_of
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.enums import ReviewVerb
from zhuqi.reporting.appraisal.models import Mark, Standing


def _until(standing: Standing, _page: object) -> datetime:
    ranking = standing.ranking
    return queries.appeal_until(ranking.review, ranking, standing.unit)


STATEMENTS = replace(
    SCORES,
    name="appraisal_statements",
    label=_("得分单"),
    rows=lambda asked: queries.statements(asked.person.scope),
)
IN_LIST = fields_of(
    Standing, "name", "group", "rank", "total", review="ranking__review_id",
    issue="ranking__number",
)  # fmt: skip
TOLD = fields_of(
    Standing, "id", "name", "group", "rank", "total", "volume", review="ranking__review_id",
    issue="ranking__number", unit="unit_id", as_of_at="ranking__as_of_at",
    appeal_until=Read(datetime, _until, _("申诉截至")),
    marks=fields_of(
        Mark, "part", "code", "name", "numerator", "denominator", "excluded", "group_numerator",
        "group_denominator", "awarded", "points",
    ),
)  # fmt: skip
ROUTER = Router()
ApiList[Standing, None](
    path="/appraisal-statements", listing=STATEMENTS, allowed=reads_reviews, told=IN_LIST
).serve(ROUTER)
PlainRows[Standing, ReviewVerb](
    path="/appraisal-statements",
    name="appraisal_statement",
    noun=_("得分单"),
    allowed=reads_reviews,
    pages={},
    rows=queries.statements,
    argument="",
    offered=lambda _row, _by: (),
).serve_told(ROUTER, _("一份得分单：每一项计了几件、得了几分"), TOLD)
