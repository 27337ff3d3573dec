"""Addresses of letters, within the portal's own."""

from django.urls import path

from zhuqi.interfaces.portal.direct_line import views

urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("letters/new/", views.write, name="letter_new"),
    path("letters/<id:pk>/", views.letter, name="letter"),
    path("letters/<id:pk>/withdraw/", views.withdraw, name="letter_withdraw"),
]
