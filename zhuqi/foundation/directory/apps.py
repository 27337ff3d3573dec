"""Registers the room with Django."""

from django.apps import AppConfig

# What officials call its tables.
_TABLES = {
    "directory.CalendarNotice": "放假通知",
    "directory.CalendarOverride": "工作日调整",
    "directory.RegionHours": "办公时间",
    "directory.ChamberMember": "商会会员",
    "directory.Correction": "更正申请",
    "directory.Enterprise": "企业",
    "directory.EnterpriseContact": "企业联系人",
    "directory.EnterpriseNote": "企业备注",
    "directory.Enterprise_tags": "企业标签",
    "directory.Item": "事项",
    "directory.LiaisonLink": "包联",
    "directory.Official": "干部",
    "directory.Post": "职务",
    "directory.Region": "区划",
    "directory.Tag": "标签",
    "directory.Unit": "单位",
    "directory.Unit_items": "单位职责事项",
}


class DirectoryConfig(AppConfig):
    """The room `directory`."""

    name = "zhuqi.foundation.directory"
    label = "directory"

    def ready(self) -> None:
        """Contribute what is held on a person; models are loaded only now."""
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.unlogged import TABLE_WORDS
        from zhuqi.foundation.directory.personal_data import contact_sections

        PERSONAL_DATA.register("contacts", contact_sections, order=200)
        for table, words in _TABLES.items():
            TABLE_WORDS.register(table, words)
