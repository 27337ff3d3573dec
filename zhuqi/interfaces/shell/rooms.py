"""How a room of pages comes to be installed."""

from importlib import import_module

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """A room of pages that adds to pages of others: its `contributions.register()` is called."""

    # Django takes the one config it finds in a room's apps.py; this base is not meant.
    default = False

    def __init_subclass__(cls) -> None:
        """The room's own is."""
        cls.default = True

    def ready(self) -> None:
        """Contribute; models are loaded only now."""
        import_module(f"{self.name}.contributions").register()
