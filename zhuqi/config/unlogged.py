"""What of other people's tables the log does not vouch for; Zhuqi's rooms say it themselves."""

from zhuqi.foundation.contributions.unlogged import TABLE_WORDS, UNLOGGED, WRITTEN_ALONE

_OF_OTHERS = {
    "auth.Permission": "框架自带，本系统不用它判断权限",
    "auth.Group": "框架自带，本系统不用它判断权限",
    "auth.Group_permissions": "框架自带，本系统不用它判断权限",
    "contenttypes.ContentType": "框架自带的表名清单",
    "sessions.Session": "登录会话，内容另有签名，随登录退出增减",
    "account.EmailAddress": "框架自带，本系统不用它登录",
    "account.EmailConfirmation": "框架自带，本系统不用它登录",
    "socialaccount.SocialApp": "框架自带，单点登录在配置里，不在表里",
    "socialaccount.SocialToken": "框架自带，不保存令牌",
    "socialaccount.SocialAccount.last_login": "每次登录改写，不决定任何事",
    "socialaccount.SocialAccount.extra_data": "每次登录改写，不决定任何事",
    "mfa.Authenticator.last_used_at": "每次登录改写，不决定任何事",
}


def register() -> None:
    """Name them, once everything is loaded."""
    for name, reason in _OF_OTHERS.items():
        UNLOGGED.register(name, reason)
    TABLE_WORDS.register("mfa.Authenticator", "第二因素")
    TABLE_WORDS.register("socialaccount.SocialAccount", "单点登录身份")
    WRITTEN_ALONE.register("mfa.Authenticator", "设置二次验证时由框架写入，用去一个备用码也改写")
    WRITTEN_ALONE.register("socialaccount.SocialAccount", "单点登录时由框架写入")
    WRITTEN_ALONE.register("accounts.User.password", "登录时由框架换成更强的哈希")
