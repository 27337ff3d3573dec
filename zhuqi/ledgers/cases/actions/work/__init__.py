"""One case under someone's hands: everything a verb reads and changes, in memory.

`open_case` (store.py) wraps it in a lock and a transaction for one case; the sample city and
imports play whole lives on many aggregates and save them together. Both go through the same
verbs, the same `decide` and the same save, so there is no second rule book.
"""

from zhuqi.ledgers.cases.actions.work.aggregate import (
    LOGGED_FIELDS,
    REVEALING_FIELDS,
    CaseAggregate,
    Laid,
    PastUnreadError,
    Rulebook,
)
from zhuqi.ledgers.cases.actions.work.change import (
    TO_ANSWER,
    CaseChange,
)
from zhuqi.ledgers.cases.actions.work.happenings import (
    happening_of,
)
from zhuqi.ledgers.cases.actions.work.inputs import (
    close_of,
    optional,
    required,
)
from zhuqi.ledgers.cases.actions.work.standing import (
    SHEET_ROLES,
    SOME_FIRM_PERSON,
    case_roles_on,
    could_stand_as,
    refuse_recused,
    signature_of,
)

__all__ = [
    "LOGGED_FIELDS",
    "REVEALING_FIELDS",
    "SHEET_ROLES",
    "SOME_FIRM_PERSON",
    "TO_ANSWER",
    "CaseAggregate",
    "CaseChange",
    "Laid",
    "PastUnreadError",
    "Rulebook",
    "case_roles_on",
    "close_of",
    "could_stand_as",
    "happening_of",
    "optional",
    "refuse_recused",
    "required",
    "signature_of",
]
