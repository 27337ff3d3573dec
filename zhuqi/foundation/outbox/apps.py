"""Registers the room with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The room `outbox`."""

    name = "zhuqi.foundation.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Declare the schedules of the lowest rooms."""
        # models are loaded only now
        from zhuqi.foundation.contributions.sealing import SEAL_CALLS
        from zhuqi.foundation.contributions.unlogged import UNLOGGED
        from zhuqi.foundation.outbox import handlers

        SEAL_CALLS.register("outbox", handlers.enqueue_seal)
        UNLOGGED.register("outbox.OutboxItem", "后台任务的排队和执行情况，随时改写")
        UNLOGGED.register("outbox.ScheduledRun", "日程执行到哪一时段，随时改写")
        UNLOGGED.register("outbox.WorkerBeat", "后台进程的心跳")
