"""Where a model's files are: a local folder, or the hub's own cache, filled once when there is a network."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from pathlib import Path
from typing import Final

from foundation.errors import ConfigurationError, Unavailable

ANSWER_WITHIN_SECONDS: Final = 4.0
"""How long a hub may take to say whether it has a model."""

READ_FILES: Final = ("*.safetensors", "*.json", "*.txt", "*.model")
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")


def find_model_folder(name: str, setting: str) -> Path:
    """The folder of the model that ``setting`` calls ``name``.

    Raises ConfigurationError (``embedder_not_found``) or Unavailable (``embedder_unreachable``) naming the setting.
    """
    folder = Path(name).expanduser()
    if name.strip() and folder.is_dir():
        return folder
    if not _HUB_NAME.fullmatch(name):
        raise ConfigurationError(
            "embedder_not_found", "设置 {setting} 所指的模型不存在：{name}", setting=setting, name=name
        )
    # What sentence-transformers does with a bare name.
    return _hub_folder(name, setting, name if "/" in name else f"sentence-transformers/{name}")


def _hub_folder(name: str, setting: str, repository: str) -> Path:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError

    fetch = partial(snapshot_download, repository, allow_patterns=list(READ_FILES))
    try:
        return Path(fetch(local_files_only=True))
    except LocalEntryNotFoundError:
        pass
    try:
        # One short question first: the download itself retries for minutes when nobody answers.
        HfApi().model_info(repository, timeout=ANSWER_WITHIN_SECONDS)
        return Path(fetch())
    except RepositoryNotFoundError as fault:
        raise ConfigurationError(
            "embedder_not_found", "设置 {setting} 所指的模型不存在：{name}", setting=setting, name=name
        ) from fault
    except Exception as fault:  # the hub's client has a dozen ways to fail; to us they are one
        raise Unavailable(
            "embedder_unreachable",
            "取不到句向量模型 {name}（设置 {setting}）；没有网络时请用 embedded 或本地目录",
            setting=setting,
            name=name,
        ) from fault


def digest_of(folder: Path) -> str:
    """SHA-256 over every file that shapes a vector, by relative name and content."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in READ_FILES for path in folder.rglob(pattern)}):
        with path.open("rb") as content:
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
            whole.update(hashlib.file_digest(content, "sha256").digest())
    return whole.hexdigest()
