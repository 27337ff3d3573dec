"""Who may open the files of inspections and findings: whoever sees the row."""

from zhuqi.foundation.attachments.links import register_opener, seen_rows
from zhuqi.mechanisms.inspections.actions.findings import OBJECT as FINDING
from zhuqi.mechanisms.inspections.actions.visits import OBJECT as VISIT
from zhuqi.mechanisms.inspections.models import Finding, InspectionVisit

register_opener(VISIT, seen_rows(InspectionVisit))
register_opener(FINDING, seen_rows(Finding))
