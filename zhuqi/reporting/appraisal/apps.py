"""Registers the room with Django."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Offices rank units by points, month by month, and answer for it."""

    name = "zhuqi.reporting.appraisal"
    label = "appraisal"

    def ready(self) -> None:
        """Say what tables are called, who opens files, what can be found wrong, and why nothing is
        told of a person by this room."""
        from zhuqi.foundation.access import SYSTEM
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.shipped import SHIPPED, Shipped
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.reporting.appraisal import files, handlers  # noqa: F401 (they register)
        from zhuqi.reporting.appraisal.checking import CHECK
        from zhuqi.reporting.appraisal.schemes import load_appraisal_schemes

        CHECKS.register("appraisal", CHECK)
        SHIPPED.register(
            "appraisal", Shipped("考评方案", lambda: load_appraisal_schemes(by=SYSTEM))
        )
        NOT_TOLD.register(
            "appraisal", "units are ranked, never persons; who decided is told by accounts"
        )
        name_tables(
            "appraisal",
            AppraisalScheme="考评方案",
            AppraisalEdition="考评方案的一版",
            AppraisalRule="考评方案的一行",
            OfficeAppraisal="活动办选用的考评方案",
            Review="讲评",
            Award="加减分",
            Ranking="讲评的一稿",
            Standing="单位得分",
            Mark="单项得分",
            Appeal="排名申诉",
            Merit="表彰问责登记",
        )
