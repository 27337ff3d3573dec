"""Whether the site runs, and how well: for machines that ask, and for whoever reads the log."""

from typing import Final

# The variable by which prometheus_client, when it is imported, finds the folder where several
# processes count together.
COUNTED_IN: Final = "PROMETHEUS_MULTIPROC_DIR"
