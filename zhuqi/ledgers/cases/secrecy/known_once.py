"""What a firm and its people were ever called: under which of `words_of` it is looked for."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from zhuqi.foundation.accounts.former_words import users_once
from zhuqi.foundation.directory.former_words import contacts_once, firms_once

_FIRMS = {"name": "firms", "uscc": "codes", "address": "addresses"}
_PEOPLE = {"name": "people", "phone": "phones", "email": "emails"}


def ever_called(
    firms: Collection[int], speaking: Mapping[int, Collection[int]]
) -> Mapping[int, list[tuple[str, str]]]:
    """By firm what the log knows it, its contacts and the users `speaking` for it by: what was
    written between two renamings, before a number changed, or before the case became confidential,
    names them by a word of that time. Three queries, none without firms."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if not firms:
        return found
    for once, kinds in ((firms_once(firms), _FIRMS), (contacts_once(firms), _PEOPLE)):
        for firm, words in once.items():
            found[firm] += [(kinds[column], text) for column, text in sorted(words)]
    people = users_once({user for users in speaking.values() for user in users})
    for firm, users in speaking.items():
        called = {word for user in users for word in people.get(user, ())}
        found[firm] += [(_PEOPLE[column], text) for column, text in sorted(called)]
    return found
