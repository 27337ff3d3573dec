"""Addresses of reviews, statements, appeals and the register, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.appraisal import (
    appeal_views,
    merit_views,
    scores,
    statements,
    trying,
    views,
)

_ENTER = access.official(views.reads_reviews)
_PREPARE = access.official(views.prepares_reviews)
urlpatterns = [
    path("appraisals/try/", _PREPARE(trying.show), name="appraisal_try"),
    path("appraisals/scores/", _ENTER(scores.show), name="appraisal_scores"),
    path(
        "appraisals/<id:pk>/issues/<id:number>/", _ENTER(views.show_issue), name="appraisal_issue"
    ),
    path(
        "appraisals/<id:pk>/units/<id:unit>/", _ENTER(statements.show), name="appraisal_statement"
    ),
    path(
        "appraisals/<id:pk>/units/<id:unit>/<slug:code>/",
        _ENTER(statements.rows),
        name="appraisal_rows",
    ),
    *appeal_views.VIEWS.urls("appraisals/appeals"),
    *merit_views.VIEWS.urls("merits"),
    *views.VIEWS.urls("appraisals"),
]
