"""A server process for the tests: keeps originals and never comes to write a row. Killed by the test.

``dying FOLDER``: keeps one file after another, each name printed before it is begun.
"""

from __future__ import annotations

import sys
from pathlib import Path

from intake.attachments.keeping import digest, keep


def main(folder: str) -> None:
    """Files of three megabytes until the end."""
    for number in range(10_000):
        content = number.to_bytes(4, "big") * 750_000
        sys.stdout.write(digest(content) + "\n")
        sys.stdout.flush()
        keep(Path(folder), content)


if __name__ == "__main__":
    main(*sys.argv[1:])
