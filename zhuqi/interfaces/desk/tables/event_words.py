"""What the log says of regions, units, officials, items, tags, firms and the calendar."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import REVEALED, EnterpriseEvent
from zhuqi.foundation.directory.models import Enterprise, Item, Official, Post, Region, Tag, Unit
from zhuqi.interfaces.desk.tables.table_words import table
from zhuqi.interfaces.shell.event_words import (
    ObjectWords,
    RowNames,
    register,
    register_fields,
    register_kinds,
    register_rows,
)


def words() -> None:
    """Contribute them to the log."""
    table("unit", _("单位"), Unit)
    table("region", _("区划"), Region)
    register_kinds("region", {"region.firms_moved": _("企业整批改登")})
    table("official", _("干部"), Official)
    register_kinds(
        "official",
        {
            "official.post_given": _("任职"),
            "official.post_changed": _("更正职务"),
            "official.post_ended": _("结束职务"),
            "official.post_resumed": _("恢复职务"),
        },
    )
    table("item", _("事项"), Item)
    table("tag", _("标签"), Tag)
    register(
        "enterprise",
        ObjectWords(
            _("企业"),
            {
                **{event.value: event.label for event in EnterpriseEvent},
                REVEALED: _("查看完整号码"),
            },
            model=Enterprise,
        ),
    )
    register(
        "calendar",
        ObjectWords(
            _("日历"),
            {
                "calendar.notice_imported": _("导入放假安排"),
                "calendar.notice_revoked": _("撤销放假安排"),
                "calendar.day_set": _("调整某一天"),
                "calendar.day_revoked": _("撤销某一天的调整"),
            },
            title=lambda year: _now("%(year)s 年日历") % {"year": year},
        ),
    )
    register(
        "office_hours",
        ObjectWords(
            _("办公时间"),
            {"office_hours.set": _("设定办公时间"), "office_hours.revoked": _("不再单独设")},
            model=Region,
        ),
    )
    register("code_table", ObjectWords(_("代码表"), {"code_table.loaded": _("载入代码表")}))
    register_rows(Post, RowNames(joins=("unit",)))
    register_rows(Item, RowNames(code="code"))
    register_fields(FIELDS, REFERENCES)


FIELDS = {
    "active": _("在用"),
    "case_prefix": _("编号前缀"),
    "chamber": _("工商联商会"),
    "code": _("代码"),
    "contact": _("单位联络员"),
    "day": _("日期"),
    "days": _("天数"),
    "enterprise": _("企业"),
    "firms": _("企业数"),
    "hours": _("办公时间"),
    "is_working": _("上班"),
    "item": _("事项"),
    "items": _("负责事项"),
    "kind": _("类型"),
    "leader": _("分管领导"),
    "level": _("层级"),
    "moved_to": _("改登到"),
    "name": _("名称"),
    "number": _("当年第几份"),
    "office": _("活动办"),
    "official": _("干部"),
    "order": _("顺序"),
    "parent": _("上级"),
    "post": _("职务"),
    "reason": _("说明"),
    "region": _("区划"),
    "replaced_by": _("由谁接替"),
    "restored": _("恢复自"),
    "retired_on": _("停用日期"),
    "rows": _("行数"),
    "since": _("起"),
    "source": _("依据"),
    "tags": _("标签"),
    "title": _("职务"),
    "unit": _("单位"),
    "until": _("止"),
    "words": _("关键词"),
}
REFERENCES = {
    "unit": Unit,
    "chamber": Unit,
    "enterprise": Enterprise,
    "official": Official,
    "post": Post,
    "moved_to": Region,
}
