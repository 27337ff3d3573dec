"""Messages, texts and the ways out."""

from scripts.shots import Shot

SHOTS = (
    Shot("desk-notice-wishes-on", "jingban", "/desk/notices/wishes/", outside=True),
    Shot("desk-notice-email", "jingban", "/desk/notices/wishes/email/", outside=True),
    Shot("desk-notice-email-code", "jingban", "/desk/notices/wishes/email/",
         fill=(("[name=email]", "sunweidong@xuchang.example"),), press="发送验证码",
         once=True, outside=True),
    Shot("desk-notice-phone", "jingban", "/desk/notices/wishes/phone/", outside=True),
    Shot("desk-notices", "jingban", "/desk/notices/"),
    Shot("desk-notice-wishes", "jingban", "/desk/notices/wishes/"),
    Shot("admin-texts", "xitong", "/desk/admin/texts/"),
    Shot("admin-text", "xitong", "/desk/admin/texts/case.assign.lead/"),
    Shot("admin-gateways", "xitong", "/desk/admin/gateways/"),
    Shot("admin-gateway-sms", "xitong", "/desk/admin/gateways/sms/"),
    Shot("admin-robot", "xitong", "/desk/admin/gateways/unit/1/"),
)  # fmt: skip
