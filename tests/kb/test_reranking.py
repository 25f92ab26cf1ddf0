"""The optional cross-encoder, on a real checkpoint made small: bounded, repeatable scores under one identity."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from foundation.errors import ConfigurationError
from kb.reranking import DECIMALS, CrossEncoderReranker, Reranker, open_reranker
from tests.kb.tiny_bert import save_tiny_bert

pytestmark = pytest.mark.slow

QUERY = "螺栓装好一两天自己断"
TEXTS = [
    "螺栓 氢脆试验 GB/T 3098.17",
    "塑料外壳的冲击强度",
    "断",
    "",
    "螺栓断裂的断口分析、金相组织和硬度，配有扫描电镜，可以到现场取样" * 3,
    "bolts break by themselves",
]


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real cross-encoder, made small."""
    folder = tmp_path_factory.mktemp("reranker") / "model"
    settings = {"initializer_range": 0.5, "num_labels": 1}
    return save_tiny_bert("BertForSequenceClassification", folder, [QUERY, *TEXTS], seed=11, positions=128, **settings)


@pytest.fixture(scope="session")
def reranker(checkpoint: Path) -> Reranker:
    found = open_reranker(str(checkpoint))
    assert found is not None
    return found


def with_other_weights(checkpoint: Path, folder: Path) -> Path:
    """A copy of the checkpoint, under the same name, with every weight a little larger."""
    from safetensors.numpy import load_file, save_file

    copy = folder / checkpoint.name
    shutil.copytree(checkpoint, copy)
    weights = next(copy.rglob("*.safetensors"))
    save_file({name: tensor * 1.5 for name, tensor in load_file(weights).items()}, weights, {"format": "pt"})
    return copy


class TestScores:
    def test_are_one_number_between_nought_and_one_for_each_text(self, reranker: Reranker) -> None:
        scores = reranker.scores(QUERY, TEXTS)
        assert scores.shape == (len(TEXTS),)
        assert scores.dtype == np.float32
        assert ((scores >= 0) & (scores <= 1)).all()

    def test_tell_texts_apart(self, reranker: Reranker) -> None:
        assert len(set(reranker.scores(QUERY, TEXTS).tolist())) > 2

    def test_depend_on_the_question(self, reranker: Reranker) -> None:
        assert reranker.scores(QUERY, TEXTS).tolist() != reranker.scores("塑料外壳的冲击", TEXTS).tolist()

    def test_of_a_text_are_the_same_alone_and_in_a_batch(self, reranker: Reranker) -> None:
        alone = [float(reranker.scores(QUERY, [text])[0]) for text in TEXTS]
        assert reranker.scores(QUERY, TEXTS).tolist() == alone
        assert reranker.scores(QUERY, TEXTS[::-1]).tolist() == alone[::-1]

    def test_are_rounded(self, reranker: Reranker) -> None:
        scores = reranker.scores(QUERY, TEXTS)
        assert scores.tolist() == np.round(scores, DECIMALS).tolist()

    def test_of_no_texts_are_none(self, reranker: Reranker) -> None:
        assert reranker.scores(QUERY, []).shape == (0,)


class TestTheIdentity:
    def test_is_one_for_one_model(self, reranker: Reranker, checkpoint: Path) -> None:
        again = open_reranker(str(checkpoint))
        assert again is not None
        assert again.identity == reranker.identity
        assert again.identity.startswith(f"{checkpoint.name}-")
        assert again.scores(QUERY, TEXTS).tolist() == reranker.scores(QUERY, TEXTS).tolist()

    def test_does_not_depend_on_where_the_folder_lies(
        self, reranker: Reranker, checkpoint: Path, tmp_path: Path
    ) -> None:
        copy = tmp_path / checkpoint.name
        shutil.copytree(checkpoint, copy)
        assert CrossEncoderReranker(str(copy), copy).identity == reranker.identity

    def test_is_another_for_other_weights(self, reranker: Reranker, checkpoint: Path, tmp_path: Path) -> None:
        other = open_reranker(str(with_other_weights(checkpoint, tmp_path)))
        assert other is not None
        assert other.identity != reranker.identity
        assert other.scores(QUERY, TEXTS).tolist() != reranker.scores(QUERY, TEXTS).tolist()


class TestAFolderThatCannotBeUsed:
    def refused(self, folder: Path) -> ConfigurationError:
        with pytest.raises(ConfigurationError) as refusal:
            open_reranker(str(folder))
        return refusal.value

    def test_because_it_is_empty_is_refused_naming_the_setting(self, tmp_path: Path) -> None:
        refusal = self.refused(tmp_path)
        assert refusal.code == "reranker_unreadable"
        assert refusal.facts["setting"] == "DOCKING_RERANKER"
        assert "DOCKING_RERANKER" in refusal.text()
        assert str(tmp_path) in refusal.text()

    def test_because_its_weights_are_damaged_is_refused(self, checkpoint: Path, tmp_path: Path) -> None:
        copy = tmp_path / "damaged"
        shutil.copytree(checkpoint, copy)
        weights = next(copy.rglob("*.safetensors"))
        weights.write_bytes(weights.read_bytes()[:200])
        refusal = self.refused(copy)
        assert refusal.code == "reranker_unreadable"
        assert refusal.facts["setting"] == "DOCKING_RERANKER"

    def test_because_its_weights_are_no_safetensors_is_refused(self, checkpoint: Path, tmp_path: Path) -> None:
        import torch

        copy = tmp_path / "pickled"
        shutil.copytree(checkpoint, copy)
        weights = next(copy.rglob("*.safetensors"))
        torch.save({}, weights.with_name("pytorch_model.bin"))
        weights.unlink()
        assert self.refused(copy).code == "reranker_unreadable"

    def test_because_it_is_not_there_is_refused_naming_the_setting(self) -> None:
        refusal = self.refused(Path("/no/such/folder"))
        assert refusal.facts["setting"] == "DOCKING_RERANKER"
        assert "/no/such/folder" in refusal.text()


def test_without_a_name_there_is_no_reranker() -> None:
    assert open_reranker("") is None
