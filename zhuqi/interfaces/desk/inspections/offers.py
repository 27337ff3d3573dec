"""What other rooms offer to do with what was found at an inspection."""

from collections.abc import Callable

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry
from zhuqi.interfaces.shell.parts import Action
from zhuqi.mechanisms.inspections.models import Finding

# None where it is nothing for this person, or not now.
FINDING_ACTIONS: Registry[Callable[[Finding, Person], Action | None]] = Registry(
    "action on a finding"
)
