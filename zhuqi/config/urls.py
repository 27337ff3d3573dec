"""Every address of the project; the tables in `tests/permissions` name who may open each."""

from django.urls import include, path

from zhuqi.interfaces.portal.views import join, landing
from zhuqi.interfaces.shell import access, devices, recovery

handler500 = "zhuqi.interfaces.shell.unavailable.server_error"

urlpatterns = [
    path("", landing.home, name="home"),
    path("accounts/recover/", recovery.recover, name="account_recover"),
    path("accounts/devices/", devices.devices, name="account_devices"),
    path("accounts/", include("zhuqi.foundation.accounts.urls")),
    path("join/", join.enter, name="join"),
    path("join/<str:code>/", join.join, name="join_code"),
    path("files/<str:token>/", access.open_file, name="open_file"),
    path("shell/", include("zhuqi.interfaces.shell.urls")),
    path("portal/", include("zhuqi.interfaces.portal.urls")),
    path("desk/", include("zhuqi.interfaces.desk.urls")),
    path("api/v1/", include("zhuqi.interfaces.api.urls")),
]
