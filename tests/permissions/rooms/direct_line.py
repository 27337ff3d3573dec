"""Letters of firms: on the desk, on the firm's own pages."""

from collections.abc import Mapping

from tests.permissions.registry import Room, of, page, verb_of
from tests.permissions.town import Town
from tests.scenes.life import MONDAY
from zhuqi.mechanisms.direct_line.enums import LetterVerb
from zhuqi.mechanisms.direct_line.models import Letter


def letters(town: Town) -> Mapping[str, object]:
    """One of a firm of each kind, left to its office: one's own to 林助, others to 田市长."""
    there = dict(Letter.objects.values_list("enterprise_id", "pk"))
    for firm in town.firms.values():
        if firm.pk not in there:
            there[firm.pk] = Letter.objects.create(
                enterprise=firm, sender=town.cast.zhao, title="路面积水", body="请看看", due=MONDAY,
                to=town.cast.lin if firm == town.cast.diamond else town.cast.mayor, sent_at=MONDAY,
                escalated_at=MONDAY,
            ).pk  # fmt: skip
    return {whose: there[firm.pk] for whose, firm in town.firms.items()}


ROOM = Room(
    "direct_line",
    {
        "desk:letters": page(),
        "desk:letter": of(letters),
        "desk:letter_verb": verb_of(letters, LetterVerb.ANSWER.value),
        "portal:letters": page(),
        "portal:letter_new": page(),
        "portal:letter": of(letters),
        "portal:letter_withdraw": of(letters),
    },
)
