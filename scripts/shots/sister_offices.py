"""三办联动: what is shared and waits, alliances, and a case like a sister's at triage."""

from scripts.shots import Shot

SHOTS = (
    Shot("sister-sharings", "shouli", "/desk/sister-sharings/"),
    Shot("sister-sharing", "shouli", "{link}", "/desk/sister-sharings/?state=wanted"),
    Shot("sister-sharing-new", "shouli", "/desk/sister-sharings/new/"),
    Shot("sister-alliances", "shouli", "/desk/sister-alliances/"),
    Shot("sister-alliance", "shouli", "{link}", "/desk/sister-alliances/"),
    Shot("sister-alliance-new", "yingshang", "/desk/sister-alliances/new/"),
    Shot("sister-distinctions", "shouli", "/desk/sister-distinctions/"),
    Shot("sister-distinction", "shouli", "{link}", "/desk/sister-distinctions/"),
    Shot("sister-distinction-new", "shouli", "/desk/sister-distinctions/new/"),
    Shot(
        "sister-triage", "yingshang", "/desk/cases/{number}/triage/",
        "/desk/ledger/?state=submitted", having="联动的活动办有",
    ),
)  # fmt: skip
