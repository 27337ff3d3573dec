"""What can happen to a user and to a registration, in the words the log shows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UserEvent(TextChoices):
    """Kinds of event on object type "user"."""

    CREATED = "created", _("建立账号")
    ROLE_GIVEN = "role_given", _("授予角色")
    ROLE_ENDED = "role_ended", _("收回角色")
    DEACTIVATED = "deactivated", _("停用账号")
    REACTIVATED = "reactivated", _("恢复账号")
    PASSWORD_RESET = "password_reset", _("重置密码")
    PASSWORD_CHANGED = "password_changed", _("修改密码")
    SIGNED_IN = "signed_in", _("登录")
    SIGNED_OUT = "signed_out", _("退出")
    SIGN_IN_FAILED = "sign_in_failed", _("登录失败")
    LOCKED_OUT = "locked_out", _("登录锁定")
    SESSION_ENDED = "session_ended", _("超出同时登录数，较早的登录已结束")


class MemberEvent(TextChoices):
    """Kinds of event on object type "member"."""

    REGISTERED = "registered", _("申请登记企业")
    CONFIRMED = "confirmed", _("确认登记")
    REFUSED = "refused", _("不予登记")
    MOVED = "moved", _("转由其他活动办确认")
    ENDED = "ended", _("解除登记")
