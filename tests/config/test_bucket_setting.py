"""Where attachments lie, as the environment says it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhuqi.config.environment import bucket_from_url
from zhuqi.foundation.attachments.bucket_address import BucketAddress


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://AK:s%2Fe%40c@oss.example:9000/zhuqi",
         BucketAddress("https://oss.example:9000", "zhuqi", "", "AK", "s/e@c")),
        ("s3+plain://AK:sec@10.1.2.3/zhuqi/a/b/",
         BucketAddress("http://10.1.2.3", "zhuqi", "a/b", "AK", "sec")),
        ("s3://AK:sec@[fd00::1]:9000/zhuqi",
         BucketAddress("https://[fd00::1]:9000", "zhuqi", "", "AK", "sec")),
        ("s3://oss.example/zhuqi", BucketAddress("https://oss.example", "zhuqi")),
    ],
)  # fmt: skip
def test_one_address_says_all(url: str, said: BucketAddress) -> None:
    found = bucket_from_url(url)
    assert found == said
    assert "sec" not in repr(found)
    assert "sec" not in said.where


def test_what_some_servers_want_is_asked_for() -> None:
    found = bucket_from_url("s3://AK:sec@oss.example/zhuqi?region=cn-zz&style=virtual")
    assert found
    assert (found.region, found.virtual) == ("cn-zz", True)
    assert found.listener == ("zhuqi.oss.example", 443)


@pytest.mark.parametrize("nothing", ["", "disk"])
def test_without_one_they_lie_on_the_disk(nothing: str) -> None:
    assert bucket_from_url(nothing) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://AK:SECRET@oss.example/zhuqi", "s3://AK:SECRET@oss.example", "s3:///zhuqi",
        "s3://AK@oss.example/zhuqi", "s3://AK:SECRET@oss.example:x/zhuqi",
        "s3://AK:SECRET@oss.example/zhuqi?style=any", "s3://AK:SECRET@oss.example/zhuqi?acl=public",
    ],
)  # fmt: skip
def test_a_wrong_one_is_said_without_its_secret(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like s3://") as said:
        bucket_from_url(url)
    assert "SECRET" not in str(said.value).replace("KEY:SECRET@HOST", "")


def test_without_its_library_the_setting_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zhuqi.config.environment.find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/s3\.txt"):
        bucket_from_url("s3://AK:sec@oss.example/zhuqi")
