"""Initials of pinyin (市住建局 → szjj), by which people who type find a name.

They lie on the row and are made when it is stored, so that a process that only reads never loads
the dictionary, which is large.
"""

from typing import Any

from django.db import models


def initials_of(text: str) -> str:
    """The first letter of each character's reading in its word, Latin letters and digits as they
    are: 银行 → yh, 5G基站 → 5gjz."""
    from pypinyin import Style, lazy_pinyin  # here, since it costs every process 50 MB

    found = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return "".join(letter for letter in found if letter.isascii() and letter.isalnum()).lower()


def spelled_out(text: str) -> str:
    """The whole reading of a name in letters: 周工 → zhougong."""
    from pypinyin import lazy_pinyin  # as above

    found = "".join(lazy_pinyin(text))
    return "".join(letter for letter in found if letter.isascii() and letter.isalnum()).lower()


class InitialsField(models.CharField):  # type: ignore[type-arg]  # Django's has none at run time
    """The initials of other columns, a word for each; kept whenever the row is saved whole."""

    def __init__(self, *args: Any, of: tuple[str, ...] = ("name",), **kwargs: Any) -> None:
        self.of = of
        kwargs |= {"max_length": 200, "blank": True, "default": "", "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """What a migration writes down of it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 (Django's signature)
        """Made anew of what is stored with it."""
        texts = [str(getattr(model_instance, name) or "") for name in self.of]
        value = " ".join(filter(None, dict.fromkeys(map(initials_of, texts))))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value
