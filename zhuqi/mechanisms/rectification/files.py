"""Who may open the files of a row: whoever sees the row."""

from zhuqi.foundation.attachments.links import register_opener, seen_rows
from zhuqi.mechanisms.rectification.actions import OBJECT
from zhuqi.mechanisms.rectification.models import Rectification

register_opener(OBJECT, seen_rows(Rectification))
