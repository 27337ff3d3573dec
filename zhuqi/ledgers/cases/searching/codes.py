"""The kinds of text on a case, two letters each as they stand in the index. Pure.

Each that may tell the firm of a confidential case is there twice: as written, for those who know
the firm, and redacted, as everybody else reads it.
"""

from typing import Final

KIND: Final = "case"
HEADING, TEXT, INSIDE, REVIEW, NOTE = "ca", "cb", "ci", "cr", "cn"
PHONE, WORDS = "cp", "cm"
REDACTED: Final = {HEADING: "cv", TEXT: "cw", INSIDE: "cx", REVIEW: "cy", NOTE: "cz"}
CODES: Final = frozenset({*REDACTED, *REDACTED.values(), PHONE, WORDS})
