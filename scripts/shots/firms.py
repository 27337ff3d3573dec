"""Firms, who looks after them, who speaks for them."""

from scripts.shots import Shot

SHOTS = (
    Shot("desk-firm-invitations", "shouli", "/desk/enterprises/invitations/"),
    Shot("desk-liaison-of", "shouli", "{link}", "/desk/liaison/"),
    Shot("desk-registration", "shouli", "{link}", "/desk/registrations/"),
    Shot("desk-registrations", "shouli", "/desk/registrations/"),
    Shot("desk-enterprises", "shouli", "/desk/enterprises/?with_open=on"),
    Shot("desk-enterprise", "shouli", "{link}", "/desk/enterprises/?with_open=on"),
    Shot("desk-liaison", "shouli", "/desk/liaison/"),
    Shot("desk-firm-liaison", "shouli", "/desk/enterprises/1/liaison/?q=王"),
    Shot("desk-firm-people", "shouli", "{link}people/", "/desk/enterprises/"),
    Shot("desk-enterprise-edit", "shouli", "{link}edit/", "/desk/enterprises/"),
    Shot("desk-enterprise-card", "zhuqi", "{link}", "/desk/enterprises/mine/"),
    Shot("desk-enterprises-mine", "zhuqi", "/desk/enterprises/mine/"),
)  # fmt: skip
