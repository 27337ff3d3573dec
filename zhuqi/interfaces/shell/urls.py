"""Addresses of the shell; the style guide answers 404 outside sample mode."""

from django.urls import path

from zhuqi.interfaces.shell import views

app_name = "shell"

urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/<str:temper>/", views.styleguide, name="styleguide_temper"),
]
