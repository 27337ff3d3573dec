"""Run as a module in the server's environment: whom the sample city lacks for pictures.

`jituan` speaks for two firms that have an answer to judge; `dengdai` waits for the office.
"""

import os
from datetime import timedelta

import django

PASSWORD = "xuchang-2026"  # noqa: S105 (of the invented people)


def main() -> None:
    """Add them once; a second run changes nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from zhuqi.foundation.accounts.models import FirmMember, User
    from zhuqi.ledgers.cases.models import Case

    now = timezone.now()
    waiting = Case.objects.filter(state="completed", verdict="").select_related(
        "enterprise__office"
    )
    found = [case.enterprise for case in waiting.order_by("pk")[:20]]
    firms = list({firm.pk: firm for firm in found if firm is not None}.values())
    for username, name in (("jituan", "方集团"), ("dengdai", "等待中")):
        user, new = User.objects.get_or_create(
            username=username,
            defaults={"name": name, "password": make_password(PASSWORD), "is_sample": True},
        )
        if not new:
            continue
        if username == "dengdai":
            FirmMember.objects.create(
                user=user, office=firms[0].office, claimed_name="许昌新来科技有限公司",
                claimed_uscc="91411000MA0000009X", asked_at=now, due_at=now + timedelta(days=3),
            )  # fmt: skip
            continue
        for firm in firms[:2]:
            FirmMember.objects.create(
                user=user, enterprise=firm, office=firm.office, claimed_name=firm.name,
                claimed_uscc=firm.uscc or "", status=FirmMember.Status.CONFIRMED,
                asked_at=now, decided_at=now,
            )  # fmt: skip


if __name__ == "__main__":
    main()
