"""Sites of their own."""

from collections.abc import Callable
from typing import TypeAlias

from zhuqi.foundation.upkeep.site import Site

# Makes one under a name, where nothing is.
NewSite: TypeAlias = Callable[[str], Site]
