"""Writing the model as a sentence-transformers folder, and checking that what is shipped is what was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save

from benchmarks.training.tokenizer_file import tokenizer_json
from kb.embedded_model.static import MANIFEST, TOKENIZER, WEIGHTS

SIZE_LIMIT_BYTES = 13 * 2**20

_MODULES = (("0", "", "StaticEmbedding"), ("1", "1_Normalize", "Normalize"))


def write_model(
    folder: Path, name: str, vocabulary: Mapping[str, int], vectors: npt.NDArray[np.float32], made: Mapping[str, Any]
) -> None:
    """The folder of the model; its manifest holds the SHA-256 of every file and how it was ``made``."""
    rows, scales = quantise(vectors)
    files = {
        WEIGHTS: save({"embeddings": rows, "weights": scales}),
        TOKENIZER: tokenizer_json(vocabulary).encode(),
        "modules.json": _json(
            [
                {
                    "idx": int(number),
                    "name": number,
                    "path": path,
                    "type": f"sentence_transformers.sentence_transformer.modules.{kind}",
                }
                for number, path, kind in _MODULES
            ]
        ),
        "config_sentence_transformers.json": _json(
            {
                "model_type": "SentenceTransformer",
                "prompts": {},
                "default_prompt_name": None,
                "similarity_fn_name": "cosine",
            }
        ),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        (folder / file).write_bytes(content)
    manifest = {
        "name": name,
        "dimension": int(vectors.shape[1]),
        "tokens": len(vocabulary),
        "files": {file: hashlib.sha256(content).hexdigest() for file, content in sorted(files.items())},
        "made": dict(made),
    }
    (folder / MANIFEST).write_bytes(_json(manifest))


def quantise(vectors: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Rows as int8 (n, d) and their scales (n): ``rows * scales[:, None]`` is within half a step of ``vectors``."""
    scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
    safe = np.where(scales > 0, scales, 1)[:, None]
    # safetensors writes the memory as it lies and the shape as it is called: only C order survives.
    return np.ascontiguousarray(np.rint(vectors / safe).astype(np.int8)), scales


def faults(folder: Path, card: Path) -> list[str]:
    """What is wrong with the shipped files: a changed or missing one, too many bytes, a card of another model."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    found: list[str] = []
    for file, expected in manifest["files"].items():
        path = folder / file
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            found.append(f"{file}: missing or not the file of the manifest")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if size > SIZE_LIMIT_BYTES:
        found.append(f"{size} bytes, more than {SIZE_LIMIT_BYTES}")
    if not card.is_file() or manifest["files"][WEIGHTS] not in card.read_text(encoding="utf-8"):
        found.append(f"{card.name} is missing or describes other weights")
    return found


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def weights_sha256(folder: Path) -> str:
    """The SHA-256 of the weights, as the manifest has it."""
    return str(json.loads((folder / MANIFEST).read_bytes())["files"][WEIGHTS])
