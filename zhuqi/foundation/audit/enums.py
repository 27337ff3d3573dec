"""Words of the log: what a check can find, and the one kind of event the log writes itself."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Kind of the event that `erase` leaves; a ledger must not use it for anything else.
ERASED_KIND = "values_erased"

# Kinds of the log's own chain (`LOG`, 0): from which seal on events are keyed, and rows taken over
# as an upgrade left them. Rows written without an event of their own get `ROWS_KIND`.
LOG = "log"
KEYED_KIND = "log.keyed"
ADOPTED_KIND = "log.adopted"
ROWS_KIND = "log.rows"
# From here on another key of seals or sessions is used: its name, never itself.
KEY_CHANGED_KIND = "log.key_changed"

# Where an event's data names the absent person in whose place its actor acted.
IN_PLACE_OF = "in_place_of"


class FindingKind(TextChoices):
    """What was done to the log, as far as the chain and the seals can tell."""

    ALTERED = "altered", _("内容被改")
    DELETED = "deleted", _("被删除")
    INSERTED = "inserted", _("被插入")
    REORDERED = "reordered", _("次序被改")
    TRUNCATED = "truncated", _("尾部被截")
    SEAL_ALTERED = "seal_altered", _("封存被改")
    SEAL_MISSING = "seal_missing", _("封存记录缺失")
    WRONG_KEY = "wrong_key", _("密钥不符")
    INTERRUPTED = "interrupted", _("封存中断")
    UNKEYED = "unkeyed", _("没有密钥")
