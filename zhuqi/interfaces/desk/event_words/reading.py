"""Where objects of the log are read, for the administrators who read it."""

from collections.abc import Callable

from django.urls import reverse


def history_of(object_type: str) -> Callable[[int], str]:
    """The page with the versions of a table's row."""

    def url(pk: int) -> str:
        # The tables' forms need the address map, which needs this room's `ready()` first.
        from zhuqi.interfaces.desk.tables.reference_tables import BY_OBJECT

        return reverse("desk:admin_register_history", args=[BY_OBJECT[object_type].key, pk])

    return url
