"""What a form said, kept for a while, so that the same form sent twice is done once.

A repeat is the same form (as it was opened: its key, or the version it showed) with the same
content by the same person. Whatever differs in one of the three is something else, to be done or
refused in words: nobody reads 已办 of what was not stored.
"""
