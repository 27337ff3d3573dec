"""历史台账: the list, the upload, each stage of coming in, and the firms that have no file yet."""

from scripts.shots import Shot

SHOTS = (
    Shot("imports", "shouli", "/desk/imports/"),
    Shot("imports-new", "shouli", "/desk/imports/new/"),
    Shot("imports-match", "shouli", "{link}match/", "/desk/imports/?state=uploaded"),
    Shot("imports-uploaded", "shouli", "{link}", "/desk/imports/?state=uploaded"),
    Shot("imports-checked", "shouli", "{link}", "/desk/imports/?state=checked"),
    Shot("imports-match-again", "shouli", "{link}match/", "/desk/imports/?state=checked"),
    Shot("imports-start", "shouli", "{link}start/", "/desk/imports/?state=checked"),
    Shot("imports-importing", "shouli", "{link}", "/desk/imports/?state=importing"),
    Shot("imports-done", "shouli", "{link}", "/desk/imports/?state=done"),
    Shot("imports-firms", "shouli", "/desk/imports/firms/"),
)
