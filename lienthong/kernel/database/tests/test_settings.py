from pathlib import Path

import pytest

from lienthong.kernel.database.public import ServerTrouble, database_settings, secret_from


def test_an_address_from_outside_is_used_as_it_is():
    settings = database_settings(
        Path("/var"), "postgresql://a:b%40c@db.local:5433/lt?sslmode=require"
    )

    assert settings["HOST"] == "db.local"
    assert settings["PORT"] == "5433"
    assert settings["PASSWORD"] == "b@c"
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize("url", ["mysql://a@b/c", "sqlite:///x.db", "postgresql://host-only"])
def test_another_engine_is_refused(url):
    with pytest.raises(ServerTrouble, match="PostgreSQL"):
        database_settings(Path("/var"), url)


def test_the_web_server_keeps_a_bounded_number_of_connections():
    settings = database_settings(Path("/var"), pool=4)

    assert settings["OPTIONS"]["pool"]["max_size"] == 4
    assert settings["CONN_MAX_AGE"] == 0


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "secret"

    secret = secret_from(path)

    assert len(secret) > 40
    assert secret_from(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_a_secret_in_a_folder_shared_with_a_group_is_the_groups(tmp_path):
    tmp_path.chmod(0o2770)

    secret_from(tmp_path / "secret")

    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("prepared", [True, False])
def test_statements_are_prepared_unless_a_pooler_cannot_hand_them_on(prepared: bool) -> None:
    options = database_settings(Path("/var"), prepared=prepared)["OPTIONS"]

    assert options.get("server_side_binding", False) is prepared
    assert ("prepare_threshold" in options) is prepared
