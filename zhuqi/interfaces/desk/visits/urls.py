"""Addresses of visits, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.visits import near, pocket, sync
from zhuqi.interfaces.desk.visits.views import VIEWS

urlpatterns = [
    path("visits/near/", near.show, name="visits_near"),
    path("visits/pocket/", pocket.show, name="visits_pocket"),
    path("visits/pocket/data/", pocket.data, name="visits_pocket_data"),
    path("visits/pocket/sync/", sync.sync, name="visits_sync"),
    path("visits/pocket/worker.js", pocket.worker, name="visits_worker"),
    *VIEWS.urls("visits"),
]
