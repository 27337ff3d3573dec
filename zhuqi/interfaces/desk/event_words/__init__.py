"""The log in words: each noun says what its objects, events and fields are called.

A room of its own contributes from its own `ready()`; these are the nouns whose pages stand here.
"""


def register() -> None:
    """Contribute the words of every noun; models are loaded by now."""
    from zhuqi.interfaces.desk.event_words import accounts, cases, directory, notices, work

    for noun in (cases, accounts, directory, notices, work):
        noun.words()
