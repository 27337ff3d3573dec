"""Long work somebody asked for: done by the worker, with progress, resumed after a kill."""
