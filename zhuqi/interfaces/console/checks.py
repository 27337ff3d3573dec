"""What the command itself checks: may the server start; and what the schedule would erase."""

from zhuqi.foundation.contributions.checks import RETENTION_OUTLOOKS, Check, CheckOutput
from zhuqi.interfaces.console import booting
from zhuqi.interfaces.console.exits import OK


def _deploy(output: CheckOutput) -> bool:
    """The checks that `web` runs before it starts."""
    fit = booting.fit_to_start() == OK
    if fit:
        output.say("可以启动。")
    # Named, but no fault by itself: whoever must have one sets it up before anything else.
    if alone := _administrators_by_password_alone() if fit else []:
        output.say(f"管理员 {'、'.join(alone)} 没有设置二次验证：请本人登录后设置，或停用账号。")
    return not fit


def _administrators_by_password_alone() -> list[str]:
    from django.conf import settings  # the command line is read before Django is there
    from django.utils import timezone

    from zhuqi.foundation.accounts.second_factor import administrators_without

    return administrators_without(timezone.now()) if settings.PRODUCTION else []


def _retention(output: CheckOutput) -> bool:
    from django.utils import timezone  # the command line is read before Django is there

    now = timezone.now()
    for outlooks in RETENTION_OUTLOOKS:
        for one in outlooks(now):
            since = f"，最早 {timezone.localtime(one.oldest):%Y-%m-%d}" if one.oldest else ""
            source = "自定" if one.source == "ours" else one.source
            kept = f"保存 {one.kept}，依据：{source}"
            output.say(f"{one.rule}（{kept}）：{one.rows} {one.measure}到期{since}")
    return False


DEPLOY_CHECK = Check("设置是否安全、数据库是否最新", _deploy)
RETENTION_CHECK = Check("按保存期限现在应清除什么：只列数，不清除", _retention, by_name_only=True)
