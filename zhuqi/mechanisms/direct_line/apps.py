"""Registers the room with Django."""

from django.apps import AppConfig


class DirectLineConfig(AppConfig):
    """Firms write to whoever looks after them; nothing gets stuck silently."""

    name = "zhuqi.mechanisms.direct_line"
    label = "direct_line"

    def ready(self) -> None:
        """Register what follows from events, what is searched and what is held on a person."""
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.direct_line import handlers  # noqa: F401 (it registers)
        from zhuqi.mechanisms.direct_line.actions import erase_about
        from zhuqi.mechanisms.direct_line.personal_data import letter_sections
        from zhuqi.mechanisms.direct_line.searching import LETTER_TEXTS

        ERASED_WITH.register("letters", erase_about)
        LETTER_TEXTS.register()
        PERSONAL_DATA.register("letters", letter_sections)
        name_tables("direct_line", Letter="企业来信")
