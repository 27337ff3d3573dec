"""The forms of a job."""

from zhuqi.interfaces.desk.forms.base import RowForm


class CancelForm(RowForm):
    """取消: nothing is asked."""
