"""The web server: gunicorn with sync workers, told in code, so that no other file is read."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from zhuqi.interfaces.console.address import Address

REQUEST_SECONDS = 60


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn around one WSGI application."""

    def __init__(self, application: Callable[..., Any], address: Address, processes: int) -> None:
        self._application = application
        self._options = {
            "bind": str(address),
            "workers": processes,
            # The flattest tail of the servers measured; a worker holds one request at a time.
            "worker_class": "sync",
            "preload_app": True,
            "timeout": REQUEST_SECONDS,
            "proc_name": "zhuqi-web",
            "loglevel": "warning",
            # gunicorn would open a socket in the home directory, which a service may not have.
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take our options, and neither files nor GUNICORN_CMD_ARGS."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The application."""
        return self._application
