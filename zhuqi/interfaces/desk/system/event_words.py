"""What the log says of background work, of what was held back, and of files."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.quarantine.enums import QuarantineEvent
from zhuqi.interfaces.shell.event_words import ObjectWords, register, register_work


def words() -> None:
    """Contribute them to the log."""
    register("owed", ObjectWords(_("后台任务"), {"retried": _("重新执行")}))
    register(
        "quarantine",
        ObjectWords(_("截留内容"), {event.value: event.label for event in QuarantineEvent}),
    )
    register("server_clock", ObjectWords(_("服务器时间"), {"year_confirmed": _("确认年份")}))
    register_work(
        {
            "attachments.purge": _("清除已删附件"),
            "audit.seal": _("封存日志"),
            "outbox.tidy": _("清理已完成任务"),
            "repeats.forget": _("清除已提交表单的记录"),
            "quarantine.forget": _("清除截留内容的提交人"),
        }
    )
