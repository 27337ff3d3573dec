"""Where objects of the log are read, for the administrators who read it."""

from collections.abc import Callable

from django.urls import reverse

from zhuqi.interfaces.desk.tables.reference_tables import register_of


def history_of(object_type: str) -> Callable[[int], str]:
    """The page with the versions of a table's row."""

    def url(pk: int) -> str:
        table = register_of(object_type)
        if table is None:
            raise LookupError(f"no reference table keeps {object_type!r}")
        return reverse("desk:admin_register_history", args=[table.key, pk])

    return url
