"""Registers the room with Django."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.rooms import ApiRoomConfig


class AppraisalApiConfig(ApiRoomConfig):
    """Units' statements, told to programs; reviews, appeals and the register follow their pages."""

    name = "zhuqi.interfaces.api.appraisal"
    label = "api_appraisal"
    verbose_name = _("讲评得分单")
