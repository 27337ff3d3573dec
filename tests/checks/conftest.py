"""The command, called in this very process."""

from tests.interfaces.console.conftest import zhuqi

__all__ = ["zhuqi"]
