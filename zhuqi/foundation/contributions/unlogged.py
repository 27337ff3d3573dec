"""What of the stored rows the log does not vouch for, and what tables are called: by each room.

Everything else is marked: the event of a change carries a keyed digest of every column it wrote,
and `zhuqi check rows` compares. A name here is a table ("notices.Message") or a column of one
("accounts.User.last_login"); the reason is printed by the check.
"""

from zhuqi.foundation.contributions import Registry

UNLOGGED: Registry[str] = Registry("unlogged table or column")
# What officials call a table, where a check names one of its rows: by each room for its own.
TABLE_WORDS: Registry[str] = Registry("name of a table")
# Tables and columns that frameworks write by themselves, in no verb of ours: their rows get an
# event of their own. Any other row written without one is not vouched for, and every check says so.
WRITTEN_ALONE: Registry[str] = Registry("table or column written without an event")


def name_tables(app: str, **words: str) -> None:
    """Say what officials call the tables of an app, each by the name of its model."""
    for model, word in words.items():
        TABLE_WORDS.register(f"{app}.{model}", word)
