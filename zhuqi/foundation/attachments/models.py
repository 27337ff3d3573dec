"""Files that belong to a row. The bytes lie outside everything the web server serves."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """One file on one row of another room, named by its kind and id.

    `purpose` says which part of the row it belongs to; `stored_as` is its name in the store.
    `small`: whether a small picture lies beside it; None until the worker has tried.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    object_type = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    purpose = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("文件名"), max_length=160)
    size = models.PositiveBigIntegerField(_("大小"))
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=120, unique=True)
    uploaded_by_id = models.BigIntegerField()
    uploaded_by_name = models.CharField(_("上传人"), max_length=80)
    uploaded_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(null=True, blank=True)
    small = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("object_type", "object_id"), name="attachment_of_row"),)

    def __str__(self) -> str:
        return self.name
