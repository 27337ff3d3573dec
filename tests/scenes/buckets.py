"""A server that speaks S3, on this machine, and attachments in a bucket of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from django.core.cache import caches
from pytest_django import Settings

from zhuqi.foundation.attachments.bucket_address import BucketAddress
from zhuqi.foundation.attachments.stores import store_of
from zhuqi.foundation.attachments.stores.kinds import Store

_NAMES = count()
# Nobody listens there.
NOWHERE = "http://127.0.0.1:9"


@dataclass
class InBucket:
    """Attachments lie in an empty bucket; `raw` is that bucket as its owner sees it."""

    settings: Settings
    address: BucketAddress
    raw: Any

    @property
    def store(self) -> Store:
        return store_of(self.address)

    def names(self) -> list[str]:
        """What lies in the bucket."""
        return [found.key for found in self.raw.objects.all()]

    def leaves(self) -> None:
        """From now on nobody answers."""
        self._at(replace(self.address, endpoint=NOWHERE))

    def comes_back(self) -> None:
        self._at(self.address)

    def _at(self, address: BucketAddress) -> None:
        self.settings.ATTACHMENTS_BUCKET = address
        caches["memory"].clear()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Its address; started once."""
    # Large: loaded by the tests that ask for it.
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def new_bucket(server: str) -> tuple[BucketAddress, Any]:
    """An empty bucket, where ours is the folder `files`."""
    address = BucketAddress(
        server, f"zhuqi-{next(_NAMES)}", "files", "key", "secret", region="us-east-1"
    )
    import boto3  # large, as above

    owner = boto3.resource(
        "s3", endpoint_url=server, region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="secret",
    )  # fmt: skip
    return address, owner.create_bucket(Bucket=address.bucket)


@pytest.fixture
def in_bucket(s3_server: str, settings: Settings) -> InBucket:
    """The settings name a bucket."""
    address, raw = new_bucket(s3_server)
    settings.ATTACHMENTS_BUCKET = address
    return InBucket(settings, address, raw)
