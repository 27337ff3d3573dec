"""How a room of the API comes to be installed."""

from django.apps import AppConfig

from zhuqi.foundation.tokens.scopes import GROUPS


class ApiRoomConfig(AppConfig):
    """A room of the API: `routes.py` holds its `ROUTER`; `verbose_name` is what tokens call it.

    Tokens name it by its folder's name: `cases:read`.
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
        """Be a group of scopes."""
        GROUPS.register(self.group, self.verbose_name)
