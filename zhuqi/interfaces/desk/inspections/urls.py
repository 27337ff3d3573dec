"""Addresses of rounds, inspections and findings, within the desk's own."""

from zhuqi.interfaces.desk.inspections.views import FINDING_VIEWS, ROUND_VIEWS, VISIT_VIEWS

urlpatterns = [
    *VISIT_VIEWS.urls("inspections/visits"),
    *FINDING_VIEWS.urls("inspections/findings"),
    *ROUND_VIEWS.urls("inspections"),
]
