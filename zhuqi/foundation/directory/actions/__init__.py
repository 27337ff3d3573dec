"""The verbs of the directory. The only place that writes its tables; each leaves an event."""

from zhuqi.foundation.directory.actions.calendar import (
    import_notice,
    revoke_notice,
    revoke_override,
    set_override,
)
from zhuqi.foundation.directory.actions.code_tables import Loaded, load_code_tables
from zhuqi.foundation.directory.actions.enterprises import (
    ContactDraft,
    EnterpriseChanges,
    EnterpriseDraft,
    add_enterprise,
    add_enterprises,
    change_enterprise,
    set_contacts,
)
from zhuqi.foundation.directory.actions.liaison import (
    LinkDraft,
    end_liaison,
    link_liaison,
    link_liaisons,
)
from zhuqi.foundation.directory.actions.officials import (
    add_official,
    change_official,
    end_post,
    give_post,
)
from zhuqi.foundation.directory.actions.units import UnitChanges, add_unit, change_unit

__all__ = [
    "ContactDraft",
    "EnterpriseChanges",
    "EnterpriseDraft",
    "LinkDraft",
    "Loaded",
    "UnitChanges",
    "add_enterprise",
    "add_enterprises",
    "add_official",
    "add_unit",
    "change_enterprise",
    "change_official",
    "change_unit",
    "end_liaison",
    "end_post",
    "give_post",
    "import_notice",
    "link_liaison",
    "link_liaisons",
    "load_code_tables",
    "revoke_notice",
    "revoke_override",
    "set_contacts",
    "set_override",
]
