"""The firms' pages."""

from collections.abc import Mapping

from tests.cast import LONG_AGO
from tests.permissions.registry import Room, of, of_case, page
from tests.permissions.rooms.firms import firms
from tests.permissions.town import Town, once
from zhuqi.foundation.accounts.models import Invitation, User
from zhuqi.foundation.directory.models import Enterprise


@once
def _codes(town: Town) -> Mapping[str, object]:
    return {whose: _code_of(firm).pk for whose, firm in town.firms.items()}


def _code_of(firm: Enterprise) -> Invitation:
    """The firm's code, not yet revoked: an earlier try may have done so."""
    code, _new = Invitation.objects.get_or_create(
        digest=f"code of {firm.pk}",
        defaults={
            "enterprise": firm,
            "tail": "XX",
            "made_by": User.objects.get(username="zhao"),
            "made_at": LONG_AGO,
            "expires_at": LONG_AGO,
        },
    )
    return code


ROOM = Room(
    "portal",
    {
        f"portal:{name}": page()
        for name in (
            "home", "cases", "new", "complained_units", "register", "registration",
            "registration_add", "account", "firms", "choose", "people", "invite", "phone",
            "phone_code",
        )
    }
    | {
        f"portal:{name}": of_case()
        for name in (
            "case", "receipt", "supplement", "rate", "reopen", "withdraw", "ask_withdrawal", "keep",
        )
    }
    | {
        "portal:firm": of(firms),
        "portal:firm_correction": of(firms),
        "portal:colleague": of(lambda town: {w: row.pk for w, row in town.colleagues.items()}),
        "portal:invitation_revoke": of(_codes, posted=True),
    },
)  # fmt: skip
