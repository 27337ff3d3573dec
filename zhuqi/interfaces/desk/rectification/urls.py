"""Addresses of the ledger of rectification, within the desk's own."""

from zhuqi.interfaces.desk.rectification.views import VIEWS

urlpatterns = VIEWS.urls("rectification")
