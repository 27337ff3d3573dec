"""Addresses of letters, within the desk's own."""

from zhuqi.interfaces.desk.direct_line.views import VIEWS

urlpatterns = VIEWS.urls("letters")
