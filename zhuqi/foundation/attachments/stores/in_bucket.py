"""Attachments in a bucket that speaks S3, by django-storages. Loaded only where one is named.

The bucket stays private: no file has an address of its own there, every byte goes through us and
our rights. A bucket that is away is given up after two tries of five seconds.
"""

import shutil
import socket
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final, cast

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from zhuqi.foundation.attachments.bucket_address import BucketAddress
from zhuqi.foundation.attachments.stores.kinds import Kept, StoreAwayError

_CONNECT, _READ, _TRIES, _REACH = 5, 30, 2, 2
_IN_MEMORY = 2 * 1024 * 1024
_PIECE: Final = 1024 * 1024
_GONE = frozenset({"404", "NoSuchKey"})


@lru_cache(maxsize=4)
def bucket_at(address: BucketAddress) -> "Bucket":
    """One for all who ask: it keeps its connections, a thread its own."""
    return Bucket(address)


class Bucket:
    """A folder of a bucket."""

    def __init__(self, address: BucketAddress) -> None:
        self.address = address
        identity = {"access_key": address.key, "secret_key": address.secret, "security_token": None}
        self._storage = S3Storage(
            bucket_name=address.bucket,
            location=address.folder,
            endpoint_url=address.endpoint,
            region_name=address.region or None,
            client_config=_config(address),
            # Threads of its own would outlive a request and help nobody at this size; nor parts,
            # which a kill leaves behind in no list: one request takes five gigabytes.
            transfer_config=TransferConfig(use_threads=False, multipart_threshold=5 * 1024**3),
            **(identity if address.key else {}),
        )

    @property
    def where(self) -> str:
        """Server, bucket, folder."""
        return self.address.where

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """A bucket shows a file once all of it is there."""
        with _spooled() as content:
            content.writelines(pieces)
            content.seek(0)
            with _asking():
                self._storage.save(name, File(content))

    def take(self, name: str, path: Path) -> None:
        """Sent; it stays on this machine."""
        with path.open("rb") as content, _asking():
            self._storage.save(name, File(content))

    def copy(self, source: str, target: str) -> None:
        """Within the bucket; nothing comes here."""
        told = {"Bucket": self.address.bucket, "Key": self._key(source)}
        with _asking():
            self._object(target).copy_from(CopySource=told)

    def open(self, name: str) -> IO[bytes]:
        """Fetched whole: a reader that is slow holds no connection to the bucket."""
        content = _spooled()
        try:
            self._fetch(name, content)
        except BaseException:
            content.close()
            raise
        content.seek(0)
        return content

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """A copy, gone afterwards; what a killed process leaves is swept with cut uploads."""
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as content:
            self._fetch(name, content)
            content.flush()
            yield Path(content.name)

    def delete(self, name: str) -> None:
        """Where the bucket keeps versions, every one of them: what was destroyed must be gone."""
        with _asking():
            answer = self._object(name).delete()
            if answer.get("VersionId"):
                key = self._key(name)
                for version in self._storage.bucket.object_versions.filter(Prefix=key):
                    if version.object_key == key:
                        version.delete()

    def listed(self, folder: str = "") -> Iterator[Kept]:
        """In the order of their names, a thousand a request."""
        below = self._key(folder).rstrip("/")
        start = len(self._key("x")) - 1
        with _asking():
            for found in self._storage.bucket.objects.filter(Prefix=f"{below}/" if below else ""):
                # A name that ends so is a folder, as some programs draw them.
                if not found.key.endswith("/"):
                    yield Kept(found.key[start:], found.size, found.last_modified)

    def is_public(self, name: str) -> bool:
        """Asked as a stranger would."""
        stranger = self._storage.unsigned_connection.Bucket(self.address.bucket)
        try:
            stranger.Object(self._key(name)).get()
        except (ClientError, BotoCoreError):
            return False
        return True

    def answers(self) -> bool:
        """Whether somebody listens there; whether we are let in, `zhuqi check store` says."""
        try:
            socket.create_connection(self.address.listener, timeout=_REACH).close()
        except OSError:
            return False
        return True

    def _key(self, name: str) -> str:
        return "/".join(part for part in (self.address.folder, name) if part)

    def _object(self, name: str) -> Any:
        return self._storage.bucket.Object(self._key(name))

    def _fetch(self, name: str, into: Any) -> None:
        with _asking():
            body = self._object(name).get()["Body"]
            shutil.copyfileobj(body, into, _PIECE)


def _config(address: BucketAddress) -> Config:
    return Config(
        connect_timeout=_CONNECT,
        read_timeout=_READ,
        retries={"total_max_attempts": _TRIES, "mode": "standard"},
        signature_version="s3v4",
        s3={"addressing_style": "virtual" if address.virtual else "path"},
        # Newer sums of Amazon's own, which other servers refuse; ours stand in the rows.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        # It stands beside us: what leads to the internet does not lead there.
        proxies={},
    )


def _spooled() -> IO[bytes]:
    """A file in memory, on the disk of uploads once it is large; its reader closes it."""
    found = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR))  # noqa: SIM115
    return cast("IO[bytes]", found)


@contextmanager
def _asking() -> Iterator[None]:
    """What the library raises, as errors of files."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise FileNotFoundError(str(error)) from error
        raise StoreAwayError(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAwayError(str(error)) from error
