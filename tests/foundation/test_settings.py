"""Settings are read once, work without any, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from foundation.errors import ConfigurationError
from foundation.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv("DOCKING_" + name.upper(), raising=False)


def test_nothing_need_be_set() -> None:
    settings = read_settings()
    assert settings.resolved_database_url == f"sqlite:///{settings.data_dir / 'docking.db'}"
    assert settings.index_dir == settings.data_dir / "index"
    assert (settings.model_base_url, settings.embedder, settings.language) == ("", "embedded", "zh")


def test_the_environment_is_read_by_prefix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKING_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DOCKING_MODEL_TIMEOUT_SECONDS", "3.5")
    monkeypatch.setenv("LANGUAGE", "en")
    settings = read_settings()
    assert (settings.data_dir, settings.model_timeout_seconds, settings.language) == (tmp_path, 3.5, "zh")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOCKING_LANGUAGE", "fr"),
        ("DOCKING_MODEL_TIMEOUT_SECONDS", "0"),
        ("DOCKING_MODEL_TIMEOUT_SECONDS", "soon"),
        ("DOCKING_MODEL_TIMEOUT_SECONDS", "601"),
        ("DOCKING_MAX_UPLOAD_BYTES", "-1"),
        ("DOCKING_MAX_UPLOAD_BYTES", "1.5"),
        ("DOCKING_MODEL_ON_PREMISES", "perhaps"),
    ],
)
def test_a_wrong_value_names_its_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as refused:
        read_settings()
    assert (refused.value.code, refused.value.facts["setting"]) == ("setting_invalid", name)
    assert name in str(refused.value)


def test_settings_do_not_change_afterwards() -> None:
    settings = read_settings()
    with pytest.raises(ValidationError):
        settings.language = "en"


def test_the_key_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKING_MODEL_API_KEY", "geheim")
    settings = read_settings()
    assert settings.model_api_key.get_secret_value() == "geheim"
    assert "geheim" not in repr(settings) + settings.model_dump_json()


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
