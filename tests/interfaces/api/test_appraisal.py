"""A script reads what a review ranked by, its own unit's statement line by line, and appeals."""

import base64

import pytest

from tests.cast import Cast
from tests.scenes import appraisal as scenes
from tests.scenes.api import Caller
from zhuqi.foundation.attachments.models import Attachment

pytestmark = pytest.mark.django_db
SCAN = b"\xff\xd8\xff\xe0" + b"0" * 64


def test_a_unit_reads_its_statement_and_appeals_with_its_evidence(cast: Cast) -> None:
    month = scenes.published(cast)
    unit = Caller(month.head_land)
    review = unit.read(f"/appraisals/{month.review.pk}")
    assert review["terms"]["strength"] == 5
    assert {"on_time_rate", "spread"} <= {one["code"] for one in review["rules"]}
    [listed] = unit.read("/appraisal-statements")["items"]
    assert (listed["name"], listed["review"]) == (month.land.name, month.review.pk)
    told = unit.read(f"/appraisal-statements/{listed['id']}")
    lines = {one["name"]: one["points"] for one in told["marks"]}
    assert float(lines["查实虚假办结"]) == -2
    assert float(told["total"]) == pytest.approx(sum(map(float, lines.values())))
    assert Caller(cast.zhou).get(f"/appraisal-statements/{listed['id']}").status_code == 404
    sent = {
        "review": month.review.pk, "unit": month.land.pk, "about": "查实虚假办结",
        "text": "通报的是另一件。",
        "proofs": [{"name": "通报.jpg", "content": base64.b64encode(SCAN).decode()}],
    }  # fmt: skip
    made = unit.post("/appraisal-appeals/new", sent)
    assert made.status_code == 201, made.content.decode()
    assert Attachment.objects.get().object_type == "appraisal_appeal"
