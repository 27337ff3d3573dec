"""名单: rosters, one of them, who stands on which, a table with questions, counts; and the firm."""

from scripts.shots import Shot

SHOTS = (
    Shot("named-rosters", "shouli", "/desk/named-rosters/"),
    Shot("named-roster", "shouli", "{link}", "/desk/named-rosters/"),
    Shot("named-roster-new", "shouli", "/desk/named-rosters/new/"),
    Shot("roster-entries", "shouli", "/desk/named-rosters/entries/"),
    Shot("roster-batches", "shouli", "/desk/named-rosters/batches/"),
    Shot("roster-batch", "shouli", "{link}", "/desk/named-rosters/batches/"),
    Shot("roster-batch-new", "shouli", "/desk/named-rosters/batches/new/"),
    Shot("roster-lines", "shouli", "/desk/named-rosters/lines/?questions=on"),
    Shot("roster-counts", "shouli", "/desk/named-rosters/counts/"),
)
