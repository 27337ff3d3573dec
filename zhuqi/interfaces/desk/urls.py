"""Addresses of the desk: each room has its own `urls.py` and is found there by being installed."""

from zhuqi.interfaces.shell.addressing import rooms_urls

app_name = "desk"

urlpatterns = rooms_urls("zhuqi.interfaces.desk")
