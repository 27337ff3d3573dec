"""E-mail through Django's own mail; the server and its password come from ZHUQI_EMAIL_URL."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from zhuqi.foundation.notices.channels.parcel import Parcel, Unsent
from zhuqi.foundation.notices.models import Gateway

_MAILBOX_IS_WRONG = frozenset({550, 551, 553, 556})


def problem(gateway: Gateway) -> str:
    """Why no mail can be sent now; "" where it can."""
    if not gateway.enabled:
        return "通道没有启用"
    if not settings.EMAIL_HOST:
        return "服务器上没有设置环境变量：ZHUQI_EMAIL_URL"
    return ""


def send(_gateway: Gateway, parcel: Parcel) -> str:
    """Hand one letter to the mail server. The Message-ID is the same at every attempt."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "zhuqi"
    letter = EmailMessage(
        parcel.title, parcel.text, to=[parcel.to], headers={"Message-ID": f"<{parcel.id}@{domain}>"}
    )
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _words in error.recipients.values()}
        permanent = codes <= _MAILBOX_IS_WRONG
        raise Unsent("邮件服务器不接受这个收件地址", again=not permanent) from None
    except smtplib.SMTPAuthenticationError:
        raise Unsent("邮件服务器不接受用户名或密码") from None
    except (smtplib.SMTPServerDisconnected, TimeoutError):
        raise Unsent("邮件服务器没有答复，可能已经发出", unknown=True) from None
    except smtplib.SMTPResponseException as error:
        raise Unsent(f"邮件服务器答复 {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError):
        raise Unsent("连不上邮件服务器") from None
    return "邮件服务器已接收"
