"""A real OpenID provider on this machine: its own process, HTTP, signed tokens."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from tests.e2e.server import free_port


@contextmanager
def identity_provider(people: Sequence[dict[str, str]]) -> Iterator[str]:
    """Its address; it knows the people by their claims."""
    port = free_port()
    words = [word for one in people for word in ("--user-claims", json.dumps(one))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        for _try in range(150):
            try:
                with urlopen(f"{address}/jwks", timeout=2):  # noqa: S310 (our own address)
                    break
            except (URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)
