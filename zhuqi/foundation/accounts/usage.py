"""People whose roles keep a unit in use."""

from django.utils import timezone

from zhuqi.foundation.accounts.models import RoleAssignment
from zhuqi.foundation.accounts.moments import running
from zhuqi.foundation.directory.models import Unit


def roles_held(unit: Unit) -> str:
    """How many still hold a role there; "" if nobody does."""
    held = RoleAssignment.objects.filter(running(timezone.now()), unit=unit)
    count = held.order_by().values("user").distinct().count()
    return f"还有 {count} 人在这里担任角色，请安全管理员先收回" if count else ""
