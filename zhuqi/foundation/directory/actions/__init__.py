"""The verbs of the directory. The only place that writes its tables; each leaves an event."""

from zhuqi.foundation.directory.actions.calendar import (
    import_notice,
    revoke_notice,
    revoke_override,
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
from zhuqi.foundation.directory.actions.items import (
    add_item,
    change_item,
    restore_item,
    retire_item,
)
from zhuqi.foundation.directory.actions.liaison import (
    LinkDraft,
    end_liaison,
    hand_over_liaison,
    link_liaison,
    link_liaisons,
)
from zhuqi.foundation.directory.actions.moving import move_firms
from zhuqi.foundation.directory.actions.notes import add_note, strike_note
from zhuqi.foundation.directory.actions.officials import (
    OfficialDraft,
    PostDraft,
    add_official,
    add_officials,
    change_official,
    change_post,
    end_post,
    give_post,
    give_posts,
    restore_official,
    resume_post,
    retire_official,
)
from zhuqi.foundation.directory.actions.regions import (
    add_region,
    change_region,
    restore_region,
    retire_region,
)
from zhuqi.foundation.directory.actions.reveals import reveal
from zhuqi.foundation.directory.actions.tags import (
    add_tag,
    change_tag,
    restore_tag,
    retire_tag,
    tag_enterprise,
)
from zhuqi.foundation.directory.actions.units import (
    UnitChanges,
    add_unit,
    change_unit,
    restore_unit,
    retire_unit,
)

__all__ = [
    "ContactDraft",
    "EnterpriseChanges",
    "EnterpriseDraft",
    "LinkDraft",
    "Loaded",
    "OfficialDraft",
    "PostDraft",
    "UnitChanges",
    "accept_correction",
    "add_contact",
    "add_enterprise",
    "add_enterprises",
    "add_item",
    "add_note",
    "add_official",
    "add_officials",
    "add_region",
    "add_tag",
    "add_unit",
    "ask_correction",
    "change_contact",
    "change_enterprise",
    "change_item",
    "change_official",
    "change_post",
    "change_region",
    "change_tag",
    "change_unit",
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
    "restore_item",
    "restore_official",
    "restore_region",
    "restore_tag",
    "restore_unit",
    "resume_post",
    "retire_item",
    "retire_official",
    "retire_region",
    "retire_tag",
    "retire_unit",
    "reveal",
    "revoke_notice",
    "revoke_override",
    "set_override",
    "strike_note",
    "tag_enterprise",
]
