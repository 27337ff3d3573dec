"""批量办理: a verb's page says that it may be done to many rows at once (`Bulk`), a list says what
is needed for that (`BulkRows`); choosing, preview, job, outcome and the way back are the same
everywhere.

`declared` is what is said, `choosing` which rows, `preview` what would become of them, `jobs` the
doing, `bars` what stands below the list.
"""
