"""Addresses of the portal. A case is named by its number.

A room below the portal has its own `urls.py`; being installed, it is found there.
"""

from django.urls import path

from zhuqi.interfaces.portal.views import (
    account,
    case,
    choose,
    firm,
    home,
    new,
    notices,
    people,
    phone,
    registration,
    verbs,
)
from zhuqi.interfaces.shell.addressing import rooms_urls
from zhuqi.ledgers.cases.enums import Verb

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("cases/", home.cases, name="cases"),
    path("new/", new.new, name="new"),
    path("new/units/", new.complained_units, name="complained_units"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/receipt/", case.receipt, name="receipt"),
    *(
        path(f"cases/<str:number>/{slug}/", verbs.act, {"verb": verb}, name=slug)
        for slug, verb in (
            ("supplement", Verb.SUPPLEMENT),
            ("rate", Verb.RATE),
            ("reopen", Verb.REOPEN),
            ("withdraw", Verb.WITHDRAW),
            ("ask_withdrawal", Verb.ASK_WITHDRAWAL),
            ("keep", Verb.KEEP),
        )
    ),
    path("phone/", phone.phone, name="phone"),
    path("phone/code/", phone.code, name="phone_code"),
    path("register/", registration.register, name="register"),
    path("registration/", registration.registration, name="registration"),
    path("registration/add/", registration.add, name="registration_add"),
    *notices.VIEWS.urls(),
    path("firms/", firm.firms, name="firms"),
    path("firms/<id:pk>/", firm.firm, name="firm"),
    path("firms/<id:pk>/correction/", firm.correction, name="firm_correction"),
    path("firm/", choose.choose, name="choose"),
    path("account/people/", people.people, name="people"),
    path("account/people/invite/", people.invite, name="invite"),
    path("account/people/<id:pk>/", people.colleague, name="colleague"),
    path("account/people/codes/<id:pk>/revoke/", people.revoke, name="invitation_revoke"),
    path("account/", account.account, name="account"),
    *rooms_urls("zhuqi.interfaces.portal"),
]
