"""What a check of the log says."""

from dataclasses import dataclass

from zhuqi.foundation.audit.enums import FindingKind

# `object_type` of findings about seals; `object_id` is then the seal's number.
SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and how to say it to an auditor.

    `seq` is the event's number as it was recorded (0: the whole object, or a seal).
    """

    kind: FindingKind
    object_type: str
    object_id: int
    seq: int
    sentence: str

    @property
    def grave(self) -> bool:
        """False for what a power cut leaves as well; a person should still look at it."""
        return self.kind is not FindingKind.INTERRUPTED
