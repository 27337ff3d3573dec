"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "CalendarNotice": "放假通知",
    "CalendarOverride": "工作日调整",
    "RegionHours": "办公时间",
    "ChamberMember": "商会会员",
    "Correction": "更正申请",
    "Enterprise": "企业",
    "EnterpriseContact": "企业联系人",
    "EnterpriseNote": "企业备注",
    "Enterprise_tags": "企业标签",
    "Item": "事项",
    "ItemName": "事项曾用名",
    "LiaisonLink": "包联",
    "Official": "干部",
    "Post": "职务",
    "Region": "区划",
    "Tag": "标签",
    "Unit": "单位",
    "Unit_items": "单位职责事项",
}


class DirectoryConfig(AppConfig):
    """The room `directory`."""

    name = "zhuqi.foundation.directory"
    label = "directory"

    def ready(self) -> None:
        """Contribute what is held on a person; models are loaded only now."""
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.foundation.directory.personal_data import contact_sections

        PERSONAL_DATA.register("contacts", contact_sections, order=200)
        name_tables("directory", **_TABLES)
