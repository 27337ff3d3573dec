"""Who may open the files of meetings and decisions: whoever sees the row."""

from zhuqi.foundation.attachments.links import register_opener, seen_rows
from zhuqi.mechanisms.meetings.actions import decisions, meetings
from zhuqi.mechanisms.meetings.models import Decision, Meeting

register_opener(meetings.OBJECT, seen_rows(Meeting))
register_opener(decisions.OBJECT, seen_rows(Decision))
