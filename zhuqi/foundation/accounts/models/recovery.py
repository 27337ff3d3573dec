"""Getting an account back without e-mail: a code from somebody who has made sure who asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.models.people import User


class Recovery(models.Model):
    """One request. `checked` says how the person was known; without it nobody is let back in.

    An administrator's waits for a second administrator (`confirmed_by`); all others have their
    code at once. Only the code's digest is kept.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="recoveries")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="recoveries_asked")
    asked_at = models.DateTimeField()
    checked = models.CharField(_("核对了什么"), max_length=200)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="recoveries_confirmed"
    )
    confirmed_checked = models.CharField(_("复核了什么"), max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    # A newer request, or a right password meanwhile, makes the older one void.
    void = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("user", "-asked_at"), name="recovery_of_user"),)

    def __str__(self) -> str:
        return f"{self.user} {self.asked_at:%Y-%m-%d %H:%M}"
