"""What became of reading a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileState(models.TextChoices):
    """Whether there is text of it."""

    READ = "read", _("已读出文字")
    CUT = "cut", _("只读出前面的文字")
    NOTHING = "nothing", _("没有文字")
    REFUSED = "refused", _("读不出文字")
    SECRET = "secret", _("有密级标志，不收录")
