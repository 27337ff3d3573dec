"""名单: named rosters of firms. What comes in by table to the directory is `desk.rosters`."""
