"""Run as a module in the server's environment: switches the ways out of the house on or off.

`on URL` sends texts to a gateway at the URL, and letters as ZHUQI_EMAIL_URL says; `off` takes
both away.
"""

import os
import sys

import django


def main() -> None:
    """Wake Django with the server's settings and do as told."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from tests.foundation.notices.gateways import SmsServer, sms_gateway
    from zhuqi.foundation.notices.models import Gateway

    Gateway.objects.filter(channel__in=["sms", "email"], unit=None).delete()
    if sys.argv[1] == "on":
        sms_gateway(SmsServer(url=sys.argv[2])).save()
        Gateway.objects.create(channel="email", enabled=True)


if __name__ == "__main__":
    main()
