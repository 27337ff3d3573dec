"""What the numbers mean that the command ends with; documented in docs/operations.md."""

OK = 0
# Something was found, or refused for a reason that was said.
PROBLEMS = 1
# Wrong usage, or the place is not fit: no database, bad settings, missing file.
UNFIT = 2
INTERRUPTED = 130
