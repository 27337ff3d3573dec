"""`zhuqi check roles`: administrators who also work on cases, from before that was refused."""

from collections import defaultdict

from django.utils import timezone

from zhuqi.foundation.access import ADMIN_ROLES, Role
from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.contributions.checks import Check, CheckOutput


def _run(out: CheckOutput) -> bool:
    """True where somebody holds both, now or from a later day on."""
    held: dict[str, set[Role]] = defaultdict(set)
    rows = RoleAssignment.objects.exclude(until__lte=timezone.now()).order_by("user__username")
    for name, role in rows.values_list("user__username", "role"):
        held[name].add(Role(role))
    wrong = [
        (name, roles) for name, roles in held.items() if roles & ADMIN_ROLES and roles - ADMIN_ROLES
    ]
    for name, roles in wrong:
        labels = "、".join(role.label for role in Role if role in roles)
        out.say(f"{name} 同时是{labels}：管理员不兼办诉求，请收回其中一方面的角色")
    if not wrong:
        out.say("没有管理员兼办诉求")
    return bool(wrong)


ROLE_CHECK = Check("角色是否分开：列出兼办诉求的管理员", _run)
