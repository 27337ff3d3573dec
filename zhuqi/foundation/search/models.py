"""What is searched: normal texts in chunks, what was read out of files, and how far it is filled.

The grams of a text lie beside it, where Django does not look: in a column with a GIN index on
PostgreSQL, in a contentless FTS5 table on SQLite. `actions` alone writes both.
"""

from typing import Final, TypeAlias

from django.db import models

from zhuqi.foundation.search.enums import FileState
from zhuqi.foundation.search.lookups import NormalText

LONGEST_NAME: Final = 12


class SearchText(models.Model):
    """One chunk of one text of a row.

    `kind` and `object_id`: what is found by it. `part` and `part_id`: the row of the object it
    stands in. `code`: what kind of text it is, which decides who may read it; `owner`: where that
    needs one more id (the unit whose note it is). `place` counts chunks.
    """

    kind = models.CharField(max_length=LONGEST_NAME)
    object_id = models.BigIntegerField()
    part = models.CharField(max_length=LONGEST_NAME)
    part_id = models.BigIntegerField()
    code = models.CharField(max_length=2)
    owner = models.BigIntegerField(default=0)
    place = models.PositiveIntegerField(default=0)
    text = NormalText()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "part", "part_id", "code", "owner", "place"),
                name="search_chunk_once",
            ),
        )
        indexes = (models.Index(fields=("kind", "object_id"), name="search_text_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.code} {self.place}"


class FileText(models.Model):
    """What was read out of an attachment, as it stands there; none where nothing can be read."""

    State: TypeAlias = FileState

    attachment_id = models.BigIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=FileState)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.attachment_id} {self.state}"


class Filling(models.Model):
    """How far the rows of a kind have been written into the index.

    `last`: up to which id; `upto`: the last there was when it began, as later ones write
    themselves. Done, it stays, so that it is done once.
    """

    kind = models.CharField(max_length=12, unique=True)
    last = models.BigIntegerField(default=0)
    upto = models.BigIntegerField()
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.last}/{self.upto}"
