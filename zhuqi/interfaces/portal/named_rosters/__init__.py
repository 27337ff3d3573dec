"""名单: which public rosters a firm stands on."""
