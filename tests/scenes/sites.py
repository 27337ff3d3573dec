"""Sites of their own, kept and brought back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from zhuqi.foundation.upkeep.backup import Made, make_backup
from zhuqi.foundation.upkeep.restore import Found, restore
from zhuqi.foundation.upkeep.site import Site

NOW = datetime(2026, 11, 29, 3, 10)  # noqa: DTZ001 (the time of the office's clock)
# Makes one under a name, where nothing is.
NewSite: TypeAlias = Callable[[str], Site]


def backed_up(site: Site, recipients: Sequence[str] = ()) -> Made:
    """A backup beside the site."""
    return make_backup(site, site.data.parent / "kept", now=NOW, recipients=recipients)


def brought_back(made: Made, into: Site, identities: Sequence[object] = ()) -> Found:
    """Restored into a bare place."""
    known = made.facts.migrations
    return restore(into, made.path, identities, known_migrations=known)


def is_bare(site: Site) -> bool:
    """Nothing lies there."""
    return not [path for path in site.data.rglob("*") if path.is_file()]
