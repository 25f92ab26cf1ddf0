"""Server-sent events as text."""

from __future__ import annotations


def event(name: str, data: str) -> str:
    """One event; data of several lines is sent line by line, as the format wants it."""
    lines = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return f"event: {name}\n" + "".join(f"data: {line}\n" for line in lines) + "\n"
