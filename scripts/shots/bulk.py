"""One verb on many rows: the preview with its form. What came of one is the page of a job."""

from scripts.shots import Shot

SHOTS = (
    Shot("bulk", "shouli", "/desk/ledger/bulk/assign/?whole=1&state=submitted&state=accepted"),
)
