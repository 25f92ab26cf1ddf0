"""Two write the same: the first one's change stands, the second is told so and writes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from foundation.errors import Conflict
from foundation.races import check_seen, has_changed_one, is_first, save_over
from foundation.values import Value
from tests.conftest import Working


class _Base(DeclarativeBase):
    pass


class NoteRow(_Base):
    __tablename__ = "notes_of_a_test"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    words: Mapped[str]


class Note(Value):
    id: str
    words: str
    version: int = 1


def test_the_second_save_over_one_version_is_a_conflict_and_writes_nothing(working: Working) -> None:
    with working() as work:
        _Base.metadata.create_all(work.session.connection())
        seen = Note(id="a", words="十件")
        work.session.add_all([NoteRow(**seen.model_dump()), NoteRow(id="b", words="别的", version=1)])
        work.session.flush()
        first = save_over(work.session, NoteRow, seen, Note(id="a", words="二十件"), words="二十件")
        assert first == Note(id="a", words="二十件", version=2)
        with pytest.raises(Conflict) as lost:
            save_over(work.session, NoteRow, seen, Note(id="a", words="三十件"), words="三十件")
        assert lost.value.code == "changed_meanwhile"
        rows = work.session.execute(select(NoteRow.words, NoteRow.version).order_by(NoteRow.id)).all()
        assert [tuple(row) for row in rows] == [("二十件", 2), ("别的", 1)]
        gone = update(NoteRow).where(NoteRow.id == "a", NoteRow.words == "十件")
        assert not has_changed_one(work.session, gone.values(words="四十件"))


def test_who_does_not_say_what_they_saw_is_not_stopped() -> None:
    check_seen(None, 3)
    check_seen(3, 3)
    with pytest.raises(Conflict):
        check_seen(0, 3)


def test_what_is_written_once_is_the_first_ones(working: Working) -> None:
    with working() as work:
        _Base.metadata.create_all(work.session.connection())
        assert is_first(work.session, NoteRow, {"id": "a", "version": 1, "words": "先"}, "id")
        assert not is_first(work.session, NoteRow, {"id": "a", "version": 1, "words": "后"}, "id")
        assert work.session.scalars(select(NoteRow.words)).all() == ["先"]
