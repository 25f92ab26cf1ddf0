"""A child that answers what no child may answer."""

from __future__ import annotations

import sys


def main() -> None:
    """Not JSON of the agreed form."""
    sys.stdout.write('{"text": ["drop table"], "reason": "because"}')
