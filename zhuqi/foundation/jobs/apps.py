"""Registers the room with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room `jobs`."""

    name = "zhuqi.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Declare what the worker does, what people are told, and what the log leaves out."""
        from zhuqi.foundation.contributions.backups import BACKED_UP_FOLDERS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED, name_tables
        from zhuqi.foundation.jobs import handlers, notifying  # noqa: F401

        BACKED_UP_FOLDERS.register("jobs", "导出做好了还没取走的文件")
        NOT_TOLD.register("jobs", "what somebody asked for stands in their own list of jobs")
        UNLOGGED.register("jobs.Job.done", "进度，办完后不再有用")
        UNLOGGED.register("jobs.Job.total", "进度，办完后不再有用")
        UNLOGGED.register("jobs.JobLine", "逐件办理的进度；办了什么，各件自己的日志里有")
        name_tables("jobs", Job="后台任务")
