"""Where the bytes of attachments lie: on a disk, or in a bucket that speaks S3.

The one place that knows. Everybody else asks `store()` and names a file as its row does
(`stored_as`).
"""

from pathlib import Path

from django.conf import settings

from zhuqi.foundation.attachments.bucket_address import BucketAddress
from zhuqi.foundation.attachments.stores.kinds import Kept, Store, StoreAwayError
from zhuqi.foundation.attachments.stores.on_disk import Disk

__all__ = ["BucketAddress", "Disk", "Kept", "Store", "StoreAwayError", "store", "store_of"]


def store() -> Store:
    """The one the settings name."""
    return store_of(settings.ATTACHMENTS_BUCKET)


def store_of(bucket: BucketAddress | None) -> Store:
    """The bucket at an address; the disk of this machine where there is none."""
    if bucket is None:
        return Disk(Path(settings.MEDIA_ROOT))
    # Its library takes 30 MB: whoever keeps files on a disk never loads it.
    from zhuqi.foundation.attachments.stores.in_bucket import bucket_at

    return bucket_at(bucket)
