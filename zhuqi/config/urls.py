"""Every address of the project. `tests/permissions.csv` names each of them with who may open it."""

from django.urls import include, path

from zhuqi.interfaces.shell import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("zhuqi.foundation.accounts.urls")),
    path("files/<str:token>/", views.open_file, name="open_file"),
    path("shell/", include("zhuqi.interfaces.shell.urls")),
    path("portal/", include("zhuqi.interfaces.portal.urls")),
    path("desk/", include("zhuqi.interfaces.desk.urls")),
]

handler400 = "zhuqi.interfaces.shell.views.bad_request"
handler403 = "zhuqi.interfaces.shell.views.forbidden"
handler404 = "zhuqi.interfaces.shell.views.not_found"
handler500 = "zhuqi.interfaces.shell.views.server_error"
