"""How a long piece of work uses the machine: shared by several processes, garbage by the chunk."""

from zhuqi.foundation.processes.garbage import collected_by_chunk
from zhuqi.foundation.processes.sharing import Progress, Share, shared_out

__all__ = ["Progress", "Share", "collected_by_chunk", "shared_out"]
