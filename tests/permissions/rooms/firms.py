"""Firms, their people, and who looks after them."""

from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import LONG_AGO
from tests.permissions.registry import Asked, Room, Row, kept, of, page
from tests.permissions.town import Town, once
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.attachments.links import signed_link
from zhuqi.foundation.attachments.sign_ups import laid, licences_of


@once
def firms(town: Town) -> Mapping[str, object]:
    """A firm of each kind."""
    return {whose: firm.pk for whose, firm in town.firms.items()}


def _licence(asked: Asked) -> str | None:
    """A link to the photo on a registration, bound to whoever asks."""
    row = asked.town.members.get(asked.whose)
    if row is None:
        return None
    if not licences_of(row.pk):
        photo = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40))
        laid(prepare([photo]))(row.pk, SYSTEM, LONG_AGO)
    return signed_link(licences_of(row.pk)[0], asked.user.pk if asked.user else 0)


ROOM = Room(
    "firms",
    {
        name: page()
        for name in (
            "desk:enterprises", "desk:my_enterprises", "desk:liaison", "desk:register_firms",
            "desk:register_units",
            "desk:registrations", "desk:firm_invitations",
        )
    }
    | {
        name: of(firms)
        for name in (
            "desk:enterprise", "desk:enterprise_card", "desk:enterprise_edit", "desk:firm_people",
            "desk:firm_liaison",
        )
    }
    | {
        "open_file/licence": Row(_licence),
        "desk:enterprise_reveal": of(firms, posted=True),
        "desk:registration": of(lambda town: {w: row.pk for w, row in town.members.items()}),
        "desk:liaison_of": kept(lambda town: town.cast.lin.official_id),
    },
)  # fmt: skip
