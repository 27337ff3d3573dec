"""Bodies, items, meetings and decisions on screen, a file each."""

from zhuqi.interfaces.desk.meetings.views.bodies import BODY_VIEWS
from zhuqi.interfaces.desk.meetings.views.decisions import DECISION_VIEWS
from zhuqi.interfaces.desk.meetings.views.items import ITEM_VIEWS
from zhuqi.interfaces.desk.meetings.views.meetings import MEETING_VIEWS

__all__ = ["BODY_VIEWS", "DECISION_VIEWS", "ITEM_VIEWS", "MEETING_VIEWS"]
