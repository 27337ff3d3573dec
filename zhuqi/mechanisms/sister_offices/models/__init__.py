"""Alliances, shared cases, and matters judged to be two."""

from zhuqi.mechanisms.sister_offices.models.alliances import Alliance, AllianceMember
from zhuqi.mechanisms.sister_offices.models.distinctions import Distinction
from zhuqi.mechanisms.sister_offices.models.sharings import Sharing, SharingWord

__all__ = ["Alliance", "AllianceMember", "Distinction", "Sharing", "SharingWord"]
