"""Journeys walk through the furnished house of the tests of the doors."""

from __future__ import annotations

from tests.api.conftest import client, desk, house

__all__ = ["client", "desk", "house"]
