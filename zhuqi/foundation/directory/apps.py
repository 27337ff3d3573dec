"""Registers the room with Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room `directory`."""

    name = "zhuqi.foundation.directory"
    label = "directory"

    def ready(self) -> None:
        """Contribute what is held on a person; models are loaded only now."""
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.directory.personal_data import contact_sections

        PERSONAL_DATA.register("contacts", contact_sections, order=200)
