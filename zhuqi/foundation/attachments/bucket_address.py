"""Where a bucket is, as the settings name it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """A bucket of a server that speaks S3, and the folder in it that is ours ("": all of it).

    Without `key` the machine's own identity counts, as the library finds it. `virtual`: the bucket
    is named before the host and not in the path.
    """

    endpoint: str
    bucket: str
    folder: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)
    region: str = ""
    virtual: bool = False

    @property
    def where(self) -> str:
        """As administrators call it; without secrets."""
        return "/".join(part for part in (self.endpoint, self.bucket, self.folder) if part)

    @property
    def listener(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.endpoint)
        host = parts.hostname or ""
        named = f"{self.bucket}.{host}" if self.virtual else host
        return named, parts.port or (443 if parts.scheme == "https" else 80)
