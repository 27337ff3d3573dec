"""The search box in the top line."""

from zhuqi.foundation.access import Scope
from zhuqi.interfaces.desk.navigation import AREA, seen_by
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES


def register() -> None:
    """Called once, when Django has loaded every room."""
    navigation.register_search(
        AREA, "desk:search", seen_by(_finds_something), suggesting="desk:search_suggest"
    )


def _finds_something(scope: Scope) -> bool:
    return any(source.allowed(scope) for source in SEARCH_SOURCES)
