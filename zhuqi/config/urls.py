"""Every address of the project. `tests/permissions.csv` names each of them with who may open it."""

from django.urls import include, path

from zhuqi.interfaces.shell import doors

urlpatterns = [
    path("", doors.home, name="home"),
    path("accounts/", include("zhuqi.foundation.accounts.urls")),
    path("files/<str:token>/", doors.open_file, name="open_file"),
    path("shell/", include("zhuqi.interfaces.shell.urls")),
    path("portal/", include("zhuqi.interfaces.portal.urls")),
    path("desk/", include("zhuqi.interfaces.desk.urls")),
]
