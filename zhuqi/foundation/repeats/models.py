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


class KeyedAnswer(models.Model):
    """What was answered to a request that named itself by a key of its sender's choice.

    `key` and `digest` stand for that name and for all that was sent, so that neither can be read
    from them. Until it is answered, in the same transaction, `status` is 0.
    """

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("user_id", "key"), name="key_answered_once"),
        )
        indexes = (models.Index(fields=("sent_at",), name="keyed_answer_sent_at"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.status}"
