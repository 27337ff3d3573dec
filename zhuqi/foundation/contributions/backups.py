"""Folders of the data directory that go into a backup beside the attachments."""

from zhuqi.foundation.contributions import Registry

# The folder's name → what a restored site would lack without it.
BACKED_UP_FOLDERS: Registry[str] = Registry("folder in a backup")
