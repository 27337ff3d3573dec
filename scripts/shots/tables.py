"""The tables an administrator keeps."""

from scripts.shots import Shot

SHOTS = (
    Shot("admin-boundaries", "xitong", "/desk/admin/registers/boundaries/"),
    Shot("admin-registers", "xitong", "/desk/admin/registers/"),
    Shot("admin-register-units", "xitong", "/desk/admin/registers/units/?state=all"),
    Shot("admin-register-items", "xitong", "/desk/admin/registers/items/"),
    Shot("admin-register-channels", "xitong", "/desk/admin/registers/channels/"),
    Shot("admin-register-none", "xitong", "/desk/admin/registers/tags/"),
    Shot("admin-register-new", "xitong", "/desk/admin/registers/units/new/"),
    Shot("admin-register-row", "xitong", "/desk/admin/registers/units/2/"),
    Shot("admin-register-history", "shenji", "/desk/admin/registers/units/2/history/"),
    Shot("admin-schemes", "xitong", "/desk/admin/registers/schemes/"),
    Shot("admin-scheme", "xitong", "/desk/admin/registers/schemes/1/"),
    Shot("admin-scheme-publish", "xitong", "/desk/admin/registers/schemes/1/publish/"),
    Shot("admin-signings", "xitong", "/desk/admin/registers/signing/"),
    Shot("admin-signing", "xitong", "/desk/admin/registers/signing/1/"),
    Shot("admin-signing-publish", "xitong", "/desk/admin/registers/signing/1/publish/"),
    Shot("admin-calendar", "xitong", "/desk/admin/registers/calendar/"),
    Shot("admin-scheme-new", "xitong", "/desk/admin/registers/schemes/new/"),
    Shot("admin-register-regions", "xitong", "/desk/admin/registers/regions/"),
    Shot("admin-register-people", "xitong", "/desk/admin/registers/officials/"),
)  # fmt: skip
