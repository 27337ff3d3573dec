"""Who may open the files of a paper: whoever sees the paper."""

from zhuqi.foundation.attachments.links import register_opener, seen_rows
from zhuqi.foundation.papers.actions import OBJECT
from zhuqi.foundation.papers.models import Paper

register_opener(OBJECT, seen_rows(Paper))
