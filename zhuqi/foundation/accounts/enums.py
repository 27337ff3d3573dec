"""What can happen to users, registrations and invitations, in the words the log shows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UserEvent(TextChoices):
    """Kinds of event on object type "user"."""

    CREATED = "created", _("建立账号")
    NAMED = "named", _("手机或邮箱成为登录名")
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
    DEPUTY_NAMED = "deputy_named", _("填写请假代理")
    DEPUTY_ENDED = "deputy_ended", _("结束请假代理")
    PHONE_PROVEN = "phone_proven", _("验证手机号")
    PHONE_LEFT = "phone_left", _("手机号由他人验证，不再属于本账号")
    EMAIL_PROVEN = "email_proven", _("验证并更换电子邮箱")
    HANDED_OVER = "handed_over", _("移交全部在办")
    FACTOR_ADDED = "factor_added", _("设置二次验证")
    FACTOR_REMOVED = "factor_removed", _("移除二次验证")
    FACTOR_RENEWED = "factor_renewed", _("更换备用码")
    RECOVERY_ASKED = "recovery_asked", _("申请找回管理员账号")
    RECOVERY_ISSUED = "recovery_issued", _("签发账号找回码")
    RECOVERED = "recovered", _("用找回码找回账号")
    IDENTITY_BOUND = "identity_bound", _("绑定统一身份")
    IDENTITY_UNBOUND = "identity_unbound", _("解绑统一身份")
    DATA_EXPORTED = "data_exported", _("导出所存个人信息")
    SESSION_ENDED = "session_ended", _("超出同时登录数，较早的登录已结束")
    SESSION_CLOSED = "session_closed", _("退出一台设备的登录")
    FORGOTTEN = "forgotten", _("按期清除")


class MemberEvent(TextChoices):
    """Kinds of event on object type "member"."""

    REGISTERED = "registered", _("申请登记企业")
    CONFIRMED = "confirmed", _("确认登记")
    REFUSED = "refused", _("不予登记")
    CORRECTED = "corrected", _("更正登记")
    PAPERS_ADDED = "papers_added", _("补交登记材料")
    MOVED = "moved", _("转由其他活动办确认")
    ENDED = "ended", _("解除登记")
    MADE_ADMIN = "made_admin", _("担任企业管理员")


class InvitationEvent(TextChoices):
    """Kinds of event on object type "invitation"."""

    MADE = "made", _("生成邀请码")
    REDEEMED = "redeemed", _("使用邀请码")
    REVOKED = "revoked", _("作废邀请码")
