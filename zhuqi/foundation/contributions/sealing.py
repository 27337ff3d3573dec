"""Events that do not wait for the next sealing, and what is done about one.

Ten minutes are time enough to take back what was just decided. Rooms name their own kinds of
event; what seals them stands above the log, which calls it in the transaction of the event.
"""

from collections.abc import Callable

from zhuqi.foundation.contributions import Registry

# Kind of event → why it is sealed at once.
SEALED_AT_ONCE: Registry[str] = Registry("kind of event sealed at once")
SEAL_CALLS: Registry[Callable[[], None]] = Registry("what seals at once")
