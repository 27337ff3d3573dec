"""What other rooms say below the times of a case, fetched once its page is there."""

from collections.abc import Callable

from zhuqi.foundation.contributions import Registry
from zhuqi.ledgers.cases.reading.case_view import CaseView

# The address of the part; "" where there is none for this case and person. Nothing may be asked
# of the database for it.
BELOW_TIMES: Registry[Callable[[CaseView], str]] = Registry("part below the times of a case")


def parts_below(file: CaseView) -> list[str]:
    """Where they are fetched."""
    return [url for find in BELOW_TIMES if (url := find(file))]
