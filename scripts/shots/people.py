"""People, absences, hand-overs and lost accounts."""

from scripts.shots import Shot

SHOTS = (
    Shot("admin-people-without", "anquan", "/desk/admin/people/?account=none"),
    Shot("admin-open-account", "anquan", "{link}", "/desk/admin/people/?account=none"),
    Shot("desk-absence", "jingban", "/desk/absence/"),
    Shot("desk-hand-over", "jingban", "/desk/absence/handover/"),
    Shot("desk-hand-over-of", "jingban", "{link}", "/desk/absence/handover/"),
    Shot("desk-recovery", "shouli", "/desk/recovery/"),
    Shot("desk-absence-away", "zhujian", "/desk/absence/"),
    Shot("admin-people", "anquan", "/desk/admin/people/"),
    Shot("admin-person", "anquan", "{link}", "/desk/admin/people/"),
    Shot("admin-person-absence", "anquan", "{link}absence/", "/desk/admin/people/"),
    Shot("admin-held-none", "anquan", "/desk/admin/people/",
         fill=(("#held_name", "查无此人"), ("#held_phone", "13900000000"),
               ("#held_reason", "本人申请查询")),
         press="查看并打印"),
    Shot("admin-held", "anquan", "{link}", "/desk/admin/people/?q=孙卫东",
         fill=(("#held_reason", "本人申请查询"),), press="查看并打印"),
    Shot("admin-recovery", "anquan", "/desk/recovery/"),
)  # fmt: skip
