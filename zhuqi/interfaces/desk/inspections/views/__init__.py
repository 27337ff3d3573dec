"""Rounds, inspections and findings on screen, a file each."""

from zhuqi.interfaces.desk.inspections.views.findings import FINDING_VIEWS
from zhuqi.interfaces.desk.inspections.views.rounds import ROUND_VIEWS
from zhuqi.interfaces.desk.inspections.views.visits import VISIT_VIEWS

__all__ = ["FINDING_VIEWS", "ROUND_VIEWS", "VISIT_VIEWS"]
