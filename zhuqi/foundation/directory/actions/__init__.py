"""The verbs of the directory. The only place that writes its tables; each leaves an event."""

from zhuqi.foundation.directory.actions.calendar import (
    import_notice,
    revoke_hours,
    revoke_notice,
    revoke_override,
    set_hours,
    set_override,
)
from zhuqi.foundation.directory.actions.chambers import join_chamber, leave_chamber
from zhuqi.foundation.directory.actions.code_tables import Loaded, load_code_tables
from zhuqi.foundation.directory.actions.contacts import (
    add_contact,
    change_contact,
    prefer_contact,
    remove_contact,
)
from zhuqi.foundation.directory.actions.corrections import (
    accept_correction,
    ask_correction,
    refuse_correction,
)
from zhuqi.foundation.directory.actions.enterprises import (
    ContactDraft,
    EnterpriseChanges,
    EnterpriseDraft,
    add_enterprise,
    add_enterprises,
    change_enterprise,
    edit_enterprise,
)
from zhuqi.foundation.directory.actions.items import ITEMS
from zhuqi.foundation.directory.actions.liaison import (
    LinkDraft,
    change_liaisons,
    end_liaison,
    hand_over_liaison,
    link_liaison,
    link_liaisons,
)
from zhuqi.foundation.directory.actions.moving import move_firms
from zhuqi.foundation.directory.actions.notes import add_note, strike_note
from zhuqi.foundation.directory.actions.officials import (
    OFFICIALS,
    PostDraft,
    change_post,
    end_post,
    give_post,
    give_posts,
    resume_post,
)
from zhuqi.foundation.directory.actions.regions import (
    REGIONS,
    restore_region,
    retire_region,
)
from zhuqi.foundation.directory.actions.reveals import reveal
from zhuqi.foundation.directory.actions.tags import (
    TAGS,
    tag_enterprise,
)
from zhuqi.foundation.directory.actions.units import UNITS

__all__ = [
    "ITEMS",
    "OFFICIALS",
    "REGIONS",
    "TAGS",
    "UNITS",
    "ContactDraft",
    "EnterpriseChanges",
    "EnterpriseDraft",
    "LinkDraft",
    "Loaded",
    "PostDraft",
    "accept_correction",
    "add_contact",
    "add_enterprise",
    "add_enterprises",
    "add_note",
    "ask_correction",
    "change_contact",
    "change_enterprise",
    "change_liaisons",
    "change_post",
    "edit_enterprise",
    "end_liaison",
    "end_post",
    "give_post",
    "give_posts",
    "hand_over_liaison",
    "import_notice",
    "join_chamber",
    "leave_chamber",
    "link_liaison",
    "link_liaisons",
    "load_code_tables",
    "move_firms",
    "prefer_contact",
    "refuse_correction",
    "remove_contact",
    "restore_region",
    "resume_post",
    "retire_region",
    "reveal",
    "revoke_hours",
    "revoke_notice",
    "revoke_override",
    "set_hours",
    "set_override",
    "strike_note",
    "tag_enterprise",
]
