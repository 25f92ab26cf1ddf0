"""The table of the service (S0-39): the superset of rows, by phase; :mod:`engagement.profiles` picks from it."""

from __future__ import annotations

from engagement.rows.acceptance import ACCEPTANCE
from engagement.rows.afterwards import AFTERWARDS
from engagement.rows.ending import ENDING
from engagement.rows.row import row
from engagement.rows.serving import SERVING
from engagement.rows.talks import TALKS
from engagement.rows.team import TEAM
from foundation.process import Transition

__all__ = ["ROWS", "row"]

ROWS: tuple[Transition, ...] = (*TALKS, *TEAM, *SERVING, *ACCEPTANCE, *ENDING, *AFTERWARDS)
