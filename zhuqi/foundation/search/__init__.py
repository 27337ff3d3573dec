"""The full text of rows and files, kept beside them so that every word is found at once.

Rooms say what of their rows is text and who may read it (`kinds`); `actions.index` writes it in
the transaction of the change; `queries.matching` narrows a queryset to the rows that hold words.
"""
