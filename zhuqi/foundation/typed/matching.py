"""Search words as a condition on columns."""

from django.db.models import Q

from zhuqi.foundation.typed.plain import spellings, words


def spelled_in(text: str, *columns: str) -> Q:
    """Every word stands in one of the columns, however it was typed here or there."""
    condition = Q()
    for word in words(text):
        anywhere = Q()
        for spelled in spellings(word):
            for column in columns:
                anywhere |= Q(**{f"{column}__icontains": spelled})
        condition &= anywhere
    return condition
