"""What the log says of background work, of what was held back, and of files."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.audit.enums import ADOPTED_KIND, KEY_CHANGED_KIND, KEYED_KIND, LOG, ROWS_KIND
from zhuqi.foundation.quarantine.enums import QuarantineEvent
from zhuqi.interfaces.shell.event_words import ObjectWords, register, register_work


def words() -> None:
    """Contribute them to the log."""
    register("owed", ObjectWords(_("后台任务"), {"retried": _("重新执行")}))
    register(
        "quarantine",
        ObjectWords(_("截留内容"), {event.value: event.label for event in QuarantineEvent}),
    )
    register(
        LOG,
        ObjectWords(
            _("日志"),
            {
                KEYED_KIND: _("从此用密钥记录"),
                KEY_CHANGED_KIND: _("更换密钥"),
                ADOPTED_KIND: _("升级改动的记录纳入核对"),
                ROWS_KIND: _("框架写入的记录"),
            },
        ),
    )
    clock = {
        "year_confirmed": _("确认年份"),
        "playing": _("样例城市的往事从此开始"),
        "played": _("样例城市的往事到此为止"),
    }
    register("server_clock", ObjectWords(_("服务器时间"), clock))
    register_work(
        {
            "attachments.destroy": _("销毁附件"),
            "attachments.purge": _("清除已删附件"),
            "attachments.thumbnail": _("制作照片缩略图"),
            "attachments.uploads": _("清除中断的上传"),
            "audit.seal": _("封存日志"),
            "audit.seal_now": _("立即封存日志"),
            "audit.witness": _("把封存值告知见证"),
            "outbox.tidy": _("清理已完成任务"),
            "search.fill": _("给以前的记录建立查找索引"),
            "search.index": _("更新查找索引"),
            "search.read_file": _("读出附件中的文字"),
            "repeats.forget": _("清除已提交表单的记录"),
            "quarantine.forget": _("清除截留内容的提交人"),
        }
    )
