"""Addresses of the portal. A case is named by its number."""

from django.urls import path

from zhuqi.interfaces.portal.views import account, case, deeds, home, new, registration
from zhuqi.ledgers.cases.enums import Verb

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("cases/", home.cases, name="cases"),
    path("new/", new.new, name="new"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/receipt/", case.receipt, name="receipt"),
    *(
        path(f"cases/<str:number>/{slug}/", deeds.act, {"verb": verb}, name=slug)
        for slug, verb in (
            ("supplement", Verb.SUPPLEMENT),
            ("rate", Verb.RATE),
            ("reopen", Verb.REOPEN),
            ("withdraw", Verb.WITHDRAW),
            ("ask_withdrawal", Verb.ASK_WITHDRAWAL),
            ("keep", Verb.KEEP),
        )
    ),
    path("register/", registration.register, name="register"),
    path("registration/", registration.registration, name="registration"),
    path("registration/add/", registration.add, name="registration_add"),
    path("account/", account.account, name="account"),
]
