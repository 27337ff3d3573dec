"""Sending six digits to a phone, for somebody who need not have an account."""

from datetime import datetime

from django.db import transaction

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.accounts.actions.phones import MINUTES, Issued, issue_phone_code
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.notices.actions.sending import send_sms
from zhuqi.foundation.notices.queries import sms_ready

TEXT = "account.code"


@transaction.atomic
def send_phone_code(*, phone: str, visitor: Visitor, now: datetime | None = None) -> int:
    """Make a code and enqueue its message together; returns what the browser is to be asked by.

    NotNow where the place sends no messages. TooMany as `issue_phone_code`.

    NotValid for what is no mobile number of eleven digits.
    """
    if not sms_ready():
        raise NotNow("这里还不能发短信验证码")
    issued: Issued = issue_phone_code(phone=phone, visitor=visitor, now=now)
    send_sms(
        phone=issued.row.phone,
        text_code=TEXT,
        values={"验证码": issued.code, "分钟": str(MINUTES)},
        key=f"code:{issued.row.pk}",
        expires_at=issued.row.expires_at,
        now=now,
    )
    return issued.row.pk
