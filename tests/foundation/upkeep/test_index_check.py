"""What a restore by hand or a cut-off upgrade leaves out of the database is named."""

import pytest
from django.db import connection

from tests.interfaces.console.console_place import Zhuqi


@pytest.mark.django_db
def test_a_missing_index_and_a_missing_table_are_named(zhuqi: Zhuqi) -> None:
    whole = zhuqi("check", "indexes")
    assert (whole.code, "索引、约束齐全" in whole.out) == (0, True)

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX attachment_of_row")
        cursor.execute("DROP TABLE search_filling")
    torn = zhuqi("check", "indexes")

    assert torn.code == 1
    assert "表 attachments_attachment 缺少 attachment_of_row" in torn.out
    assert "缺少表 search_filling" in torn.out
    assert "发现 2 处问题" in torn.out
