"""`text__holds`: the texts that hold a word, asked of each database in its own way.

The value is "CODES:WORD". The code of its kind stands before every gram of a text, so that one
index answers for some kinds of text alone: "ca,cb:电力".
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, TextField

from zhuqi.foundation.search.normal import is_gram, needed

GRAMS = "search_grams"


class NormalText(TextField):  # type: ignore[type-arg]  # Django's has none at run time
    """A normal text, whose grams are indexed beside it."""


def coded(codes: Iterable[str], word: str) -> str:
    """The value of the lookup."""
    return f"{','.join(codes)}:{word}"


@NormalText.register_lookup
class Holds(Lookup):
    """The word stands in the text. By its grams, and what they leave is read."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(
        self, compiler: Any, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """The condition, for either database."""
        codes, _colon, word = self.rhs.partition(":")
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        if connection.vendor == "postgresql":
            sql, values = f'{table}."grams" @@ %s::tsquery', [_tsquery(codes.split(","), word)]
        else:
            sql = f'{table}."id" IN (SELECT rowid FROM {GRAMS} WHERE {GRAMS} MATCH %s)'  # noqa: S608 (a name)
            values = [_match(codes.split(","), word)]
        if is_gram(word):
            return sql, tuple(values)
        inside = "strpos" if connection.vendor == "postgresql" else "instr"
        return f'({sql} AND {inside}({table}."text", %s) > 0)', (*values, word)


def _tsquery(codes: list[str], word: str) -> str:
    """What PostgreSQL asks its index. Grams are letters and digits: nothing is escaped."""
    pairs, begins = needed(word)
    if not pairs:
        return " | ".join(f"'{code}{begins}':*" for code in codes)
    return " | ".join("(" + " & ".join(f"'{code}{pair}'" for pair in pairs) + ")" for code in codes)


def _match(codes: list[str], word: str) -> str:
    """What SQLite asks its index."""
    pairs, begins = needed(word)
    if not pairs:
        return " OR ".join(f'"{code}{begins}" *' for code in codes)
    return " OR ".join(
        "(" + " AND ".join(f'"{code}{pair}"' for pair in pairs) + ")" for code in codes
    )
