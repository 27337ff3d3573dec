"""Proofs that a phone is in somebody's hand, or that a mailbox is somebody's."""

from django.db import models

from zhuqi.foundation.accounts.models.people import User


class PhoneCode(models.Model):
    """Six digits sent to a phone; only a digest stays, and the row goes after a day."""

    phone = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("phone", "-id"), name="newest_code_of_a_phone"),)

    def __str__(self) -> str:
        return f"…{self.phone[-4:]} {self.made_at:%Y-%m-%d %H:%M}"


class EmailCode(models.Model):
    """Six digits sent to a mailbox somebody wants to be told at; it counts for that person only.

    The newest row of a person is the change they are about to make. It goes after a day.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="email_codes")
    email = models.EmailField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d %H:%M}"
