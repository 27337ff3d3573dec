"""People at the door: some wait for their office's word, one was invited and came in."""

from collections.abc import Collection
from datetime import timedelta

from zhuqi.foundation.access import SYSTEM_PERSON, Person
from zhuqi.foundation.accounts.actions import (
    NewUser,
    create_users,
    join_by_invitation,
    make_invitation,
    register_another_firm,
)
from zhuqi.foundation.accounts.claims import FirmClaim
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.sample import names
from zhuqi.sample.officials import PASSWORD
from zhuqi.sample.plan import CITY
from zhuqi.sample.society import Founding

# How long ago they asked, in hours: the oldest has waited longer than promised.
_ASKED = (148, 52, 27, 3)
_COLLEAGUE = "tongshi"


class Registrants:
    """Comes after the firms."""

    def __init__(self, founding: Founding) -> None:
        self.founding, self.society, self.rng = founding, founding.society, founding.rng
        self.number = 0

    def ask(self, ledgers: Collection[str]) -> None:
        """At each of these offices a few people wait; the first time, at the printed firm a
        colleague has joined."""
        first = not self.number
        self._wait(ledgers)
        if first:
            self._join()

    def _wait(self, ledgers: Collection[str]) -> None:
        claims = [
            (code, self.society.firms[code][-1 - place % len(self.society.firms[code])], hours)
            for code in ledgers
            for place, hours in enumerate(_ASKED)
        ]
        phones = names.phones(self.rng, len(claims))
        users = create_users(
            new=[
                NewUser(
                    username=f"d{number:04d}",
                    name=names.person(self.rng),
                    phone=phone,
                    must_change_password=False,
                    is_sample=True,
                )
                for number, phone in enumerate(phones, self.number + 1)
            ],
            by=SYSTEM_PERSON,
        )
        self.number += len(users)
        for user, (code, firm, hours) in zip(users, claims, strict=True):
            region = CITY if code == CITY else firm.row.region.code
            register_another_firm(
                user=user,
                firm=FirmClaim(
                    name=firm.row.name,
                    region_code=region,
                    uscc=firm.row.uscc or "",
                    preparing=not firm.row.uscc,
                ),
                now=self.founding.now - timedelta(hours=hours),
            )

    def _join(self) -> None:
        """The printed firm's 管理员 invited a colleague; a second code is still open."""
        boss = User.objects.filter(username="qiye").first()
        led = FirmMember.objects.filter(user=boss, is_admin=True).select_related("enterprise")
        member = led.first() if boss else None
        if boss is None or member is None or member.enterprise is None:
            return
        [colleague] = create_users(
            new=[
                NewUser(
                    username=_COLLEAGUE,
                    name=names.person(self.rng),
                    phone=names.phones(self.rng, 1)[0],
                    password=PASSWORD,
                    must_change_password=False,
                    is_sample=True,
                )
            ],
            by=SYSTEM_PERSON,
        )
        by: Person = person_of(boss)
        ago = self.founding.now - timedelta(days=3)
        made = make_invitation(enterprise=member.enterprise, by=by, note="办公室同事", now=ago)
        join_by_invitation(invitation=made.invitation, user=colleague, now=ago)
        make_invitation(enterprise=member.enterprise, by=by, note="财务", now=ago)
