"""Run as a module in the server's environment: puts the town of the permission tables into its
database, and writes down every page somebody may open with the session of somebody who may.

Read off the address list and the tables, so that a page nobody looks at cannot come to be.
"""

import json
import os
import sys
from pathlib import Path

import django

# Answered, but no pages: parts of one, files, turnings, and what only a machine asks.
NO_PAGES = frozenset({
    "account_logout", "desk:case_walk", "desk:ladder_of_case", "desk:notices_read",
    "desk:register_firms", "desk:register_units", "desk:roster_template", "desk:search_suggest",
    "desk:triage_units", "home", "mfa_download_recovery_codes", "desk:figures_file",
    "desk:meeting_pack_file", "desk:meetings_of_case", "desk:overview_file",
    "desk:paper_file", "desk:sisters_of_case", "desk:supervision_board_file",
    "desk:visits_near",
    "desk:visits_pocket_data", "desk:visits_worker",
    "open_file", "open_file/licence", "portal:complained_units", "portal:notices_read",
    "sso_callback", "sso_login",
})  # fmt: skip
# What a role sees there is much of what it sees at all.
OWN_VIEW = ("desk:home", "desk:case", "desk:ledger", "portal:home", "portal:case")


def main() -> None:
    """Wake Django with the server's settings, build, and write down what there is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    from tests.permissions.places import open_to, places, routes
    from tests.permissions.rooms import ADDRESSES
    from tests.permissions.town import build_town
    from tests.signing_in import sign_in

    def shown(route: str) -> bool:
        by_people = not route.startswith("api:") or route == "api:docs"
        read = route.startswith("desk:verb/") or not ADDRESSES[route].posted
        return by_people and read and route not in NO_PAGES

    with transaction.atomic():
        town = build_town()
        pages = {(role, route, path) for route, role, path in places(town) if shown(route)}
        pages |= {(role, route, path) for route in OWN_VIEW for role, path in open_to(town, route)}
    unseen = {one for one in routes() if shown(one)} - {route for _role, route, _path in pages}
    cookie = settings.SESSION_COOKIE_NAME
    told = {
        "cookie": cookie,
        "sessions": {
            role: sign_in(Client(), user).cookies[cookie].value
            for role, user in town.people.items()
        },
        "pages": sorted(pages),
        "unseen": sorted(unseen),
    }
    Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
