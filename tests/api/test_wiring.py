"""What the settings choose: rules alone, or a model beside them; an embedder by name; a newer index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.security import ENTERPRISE
from api.wiring import House, open_house
from foundation.clock import SetClock
from foundation.errors import DockingError
from foundation.settings import Settings
from intake.service import start_conversation
from kb.refresh import refresh
from tests.stand_ins import OpenAIServer

WORDS = "我们给空调厂供的塑料壳子一敲就裂，材料牌号是PA-757"


def read(house: House) -> dict[str, str]:
    """What is read in the first words of a talk."""
    with house.working(ENTERPRISE) as work:
        conversation = start_conversation(work)
    return {found.field: found.value for found in house.reader_for(conversation).read(WORDS)}


def test_without_a_model_the_rules_read_alone(house: House) -> None:
    found = read(house)
    assert found["product"] == "塑料壳子"


def test_a_model_on_the_premises_reads_too_but_never_invents(tmp_path: Path, clock: SetClock) -> None:
    lies = {"readings": [{"field": "region", "value": "上海", "quote": "在上海"}], "region": "上海"}
    with OpenAIServer() as server:
        server.enqueue(json.dumps(lies, ensure_ascii=False))
        settings = Settings(data_dir=tmp_path, model_base_url=server.url, model_name="stand-in", model_on_premises=True)
        house = open_house(settings, clock)
        found = read(house)
        house.close()
        assert server.requests
    assert found["product"] == "塑料壳子"
    assert "region" not in found


def test_a_model_outside_sees_nothing_without_consent(tmp_path: Path, clock: SetClock) -> None:
    with OpenAIServer() as server:
        house = open_house(Settings(data_dir=tmp_path, model_base_url=server.url, model_name="stand-in"), clock)
        assert read(house)
        house.close()
        assert list(server.requests) == []


def test_an_unknown_embedder_is_one_clear_sentence(tmp_path: Path, clock: SetClock) -> None:
    house = open_house(Settings(data_dir=tmp_path, embedder="./no/such/folder"), clock)
    with pytest.raises(DockingError) as refused:
        _ = house.embedder
    assert "DOCKING_EMBEDDER" in refused.value.text()
    house.close()


def test_an_index_that_another_process_published_is_opened(house: House, clock: SetClock) -> None:
    before = house.snapshot.generation
    refresh(house.engine, clock, house.embedder, house.settings.index_dir)
    assert house.snapshot.generation == before + 1


def test_a_model_is_warmed_without_being_asked_and_none_is_loaded_where_none_is_set(
    tmp_path: Path, clock: SetClock
) -> None:
    with OpenAIServer() as server:
        chosen = Settings(data_dir=tmp_path, model_base_url=server.url, model_name="stand-in")
        with open_house(chosen, clock) as house:
            warming = house.warm_model()
            assert warming is not None
            warming.join(60)
            assert not warming.is_alive()
            assert server.requests == []
    with open_house(Settings(data_dir=tmp_path), clock) as house:
        assert house.warm_model() is None
