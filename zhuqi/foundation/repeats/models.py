"""Forms that were sent and done."""

from django.db import models


class SentForm(models.Model):
    """One form one person sent, and where that led.

    `form` names what was opened, such as `case:12:rate`; `digest` is keyed and stands for all that
    was sent with it, so that nothing can be read or guessed from it.
    """

    user_id = models.BigIntegerField()
    form = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    led_to = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("user_id", "form", "digest"), name="form_sent_once"),
        )
        indexes = (models.Index(fields=("sent_at",), name="form_sent_at"),)

    def __str__(self) -> str:
        return f"{self.form} {self.user_id}"
