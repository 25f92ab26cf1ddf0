"""A test that lacks a part of this machine skips with its reason; in CI (DOCKING_TESTS_SKIP_NOTHING) it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("DOCKING_TESTS_SKIP_NOTHING"):
        pytest.fail(f"nothing may be skipped here: {reason}", pytrace=False)
    pytest.skip(reason)
