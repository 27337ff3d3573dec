"""Who comes to the pages of visits."""

from zhuqi.foundation.access import Scope


def plans_visits(scope: Scope) -> bool:
    """Whoever has firms to look after."""
    return bool(scope.liaised)
