"""The verbs of the log: record, erase, seal, check. The only place that writes its tables."""

from zhuqi.foundation.audit.actions.adoption import adopt_rows, begin_keys, tell_rows
from zhuqi.foundation.audit.actions.checks import check_log
from zhuqi.foundation.audit.actions.erasure import erase
from zhuqi.foundation.audit.actions.events import Entry, record, record_many
from zhuqi.foundation.audit.actions.seals import seal
from zhuqi.foundation.audit.capture import insert_rows

__all__ = [
    "Entry",
    "adopt_rows",
    "begin_keys",
    "check_log",
    "erase",
    "insert_rows",
    "record",
    "record_many",
    "seal",
    "tell_rows",
]
