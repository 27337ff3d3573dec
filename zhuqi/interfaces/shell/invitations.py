"""A new invitation as it is shown, once: on a screen, read out on the phone, or on paper."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from zhuqi.foundation.accounts.actions.invitations import Made
from zhuqi.foundation.accounts.codes import in_groups
from zhuqi.foundation.accounts.models import Invitation
from zhuqi.interfaces.shell.qr import drawn


@dataclass(frozen=True, slots=True)
class Card:
    """What is handed over: the code, where it leads, and the picture of that."""

    invitation: Invitation
    code: str
    address: str
    entrance: str
    picture: SafeString


def card_of(request: HttpRequest, made: Made) -> Card:
    """The card of a code that was made just now; afterwards nobody can draw it again."""
    address = request.build_absolute_uri(reverse("join_code", args=[made.code]))
    return Card(
        invitation=made.invitation,
        code=in_groups(made.code),
        address=address,
        entrance=request.build_absolute_uri(reverse("join")),
        picture=drawn(address, address),
    )
