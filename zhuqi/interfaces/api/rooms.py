"""How a room of the API comes to be installed."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

from zhuqi.foundation.tokens.scopes import GROUPS
from zhuqi.foundation.webhooks.subjects import SUBJECTS


class ApiRoomConfig(AppConfig):
    """A room of the API: `routes.py` holds its `ROUTER`; `verbose_name` is what tokens call it.

    Tokens name it by its folder's name: `cases:read`. A `hooks.py`, where there is one, holds in
    `TOLD` what webhooks tell of its objects, by the type they have in the log.
    """

    # Django takes the one config it finds in a room's apps.py; this base is not meant.
    default = False

    def __init_subclass__(cls) -> None:
        """The room's own is."""
        cls.default = True

    @property
    def group(self) -> str:
        """Its name in the scopes of tokens."""
        return self.name.rpartition(".")[2]

    def ready(self) -> None:
        """Be a group of scopes, and let webhooks tell of one's objects."""
        GROUPS.register(self.group, self.verbose_name)
        if find_spec(f"{self.name}.hooks"):
            for object_type, subject in import_module(f"{self.name}.hooks").TOLD.items():
                SUBJECTS.register(object_type, subject)
