"""Addresses of batches, their lines and the roll of a day, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.adjustments import covering, roll
from zhuqi.interfaces.desk.adjustments.lines import MOVE_VIEWS
from zhuqi.interfaces.desk.adjustments.views import ADJUSTMENT_VIEWS

urlpatterns = [
    path("adjustments/roll/", roll.show, name="liaison_roll"),
    path("adjustments/coverage/", covering.show, name="visit_coverage"),
    *MOVE_VIEWS.urls("adjustments/moves"),
    *ADJUSTMENT_VIEWS.urls("adjustments"),
]
