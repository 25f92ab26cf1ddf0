"""Which part is used where: the only file that chooses implementations.

A :class:`House` is built once at a door and handed down. Slow parts (model, index) are opened when first needed, so
that ``docking --help`` and most commands never touch them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.clock import Clock, SystemClock
from foundation.database import open_engine, reading
from foundation.identifiers import Identifiers
from foundation.settings import Settings, read_settings
from foundation.unit_of_work import Work, unit_of_work

if TYPE_CHECKING:
    from engagement.deadlines import Rules as EngagementRules
    from foundation.language_model import LanguageModel, OpenAICompatibleModel
    from foundation.working_calendar import WorkingCalendar
    from intake.cares.care import CareRules
    from intake.conversation import Conversation
    from intake.reading.port import Reader
    from kb.embedding import Embedder
    from kb.reranking import Reranker
    from kb.snapshot import Snapshot
    from matcher.reverse.finding import DemandIndex
    from matcher.review.rules import ReviewPolicy


@dataclass
class House:
    """Everything that is wired: settings, database, clock, ids; embedder and index on demand."""

    settings: Settings
    engine: Engine
    clock: Clock
    identifiers: Identifiers
    _embedder: Embedder | None = None
    _snapshot: Snapshot | None = None
    _reranker: Reranker | None = None
    _model: OpenAICompatibleModel | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _index_of_then: Snapshot | None = None
    _then_lock: threading.Lock = field(default_factory=threading.Lock)
    _demands: tuple[object, DemandIndex] | None = None
    _demand_lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def working(self, actor: Actor) -> Iterator[Work]:
        """One writing transaction for this actor."""
        with unit_of_work(self.engine, actor, self.clock, self.identifiers) as work:
            yield work

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One short session for looking."""
        with reading(self.engine) as session:
            yield session

    @property
    def embedder(self) -> Embedder:
        """The sentence embedder of the settings, opened once."""
        with self._lock:
            if self._embedder is None:
                from kb.embedding import open_embedder

                self._embedder = open_embedder(self.settings.embedder, self.settings.embedder_device)
            return self._embedder

    @property
    def reranker(self) -> Reranker | None:
        """The cross-encoder of the settings, opened once; None when none is set."""
        with self._lock:
            if self._reranker is None and self.settings.reranker:
                from kb.reranking import open_reranker

                self._reranker = open_reranker(self.settings.reranker, self.settings.embedder_device)
            return self._reranker

    @property
    def calendar(self) -> WorkingCalendar:
        """The Chinese working-day calendar."""
        from foundation.working_calendar import load_calendar

        return load_calendar()

    @property
    def care_rules(self) -> CareRules:
        """How long a demand, a complaint and an open talk may wait, by the settings."""
        from intake.cares.care import CareRules

        settings = self.settings
        return CareRules(
            demand_days=settings.demand_answer_days,
            complaint_days=settings.complaint_answer_days,
            talk_days=settings.talk_answer_days,
            reminder_days=settings.reminder_days,
            escalation_days=settings.escalation_days,
        )

    @property
    def engagement_rules(self) -> EngagementRules:
        """The clocks of projects, by the settings."""
        from engagement.deadlines import Rules

        return Rules(followup_months=self.settings.followup_months)

    @property
    def review_policy(self) -> ReviewPolicy:
        """How matches are reviewed: the site's own rules, else the shipped ones; read anew, so that a change counts."""
        from matcher.review.rules import read_policy, shipped_policy

        own = self.settings.review_policy
        return shipped_policy() if own is None else read_policy(own)

    def reader_for(self, conversation: Conversation | None) -> Reader:
        """What reads the next words of this talk: rules, and a model beside them as far as its level and consent allow.

        Asked anew for each turn: a level that was raised or a consent that was withdrawn counts at once. Of a talk that
        is only being opened (None) nobody has agreed to anything yet.
        """
        from intake.reading.rules import RulesReader

        model = self.language_model
        if model is None or conversation is None:
            return RulesReader()
        from intake.reading.model import MergedReader, ModelReader

        known = {found.field for found in conversation.draft.readings if found.origin != "unknown"}
        return MergedReader(RulesReader(), ModelReader(model, conversation.level, conversation.model_consent, known))

    @property
    def language_model(self) -> LanguageModel | None:
        """The language model of the settings, one client and one breaker for all talks; None when none is set."""
        settings = self.settings
        with self._lock:
            if self._model is None and settings.model_base_url:
                from foundation.language_model import OpenAICompatibleModel

                self._model = OpenAICompatibleModel(
                    settings.model_base_url,
                    settings.model_name,
                    self.clock,
                    settings.model_api_key,
                    settings.model_timeout_seconds,
                    settings.model_on_premises,
                )
            return self._model

    def warm_model(self) -> threading.Thread | None:
        """Load the model's client in the background, so that the first to talk need not wait; None without a model."""
        if self.language_model is None or self._model is None:
            return None
        warming = threading.Thread(target=self._model.warm, name="warm-model", daemon=True)
        warming.start()
        return warming

    @property
    def snapshot(self) -> Snapshot:
        """The current index; opened anew when another process has published a newer generation."""
        from kb.snapshot import current_generation, open_current

        with self._lock:
            newest = current_generation(self.settings.index_dir)
            if self._snapshot is None or self._snapshot.generation != newest:
                self._snapshot = open_current(self.settings.index_dir)
            return self._snapshot

    def index_of_then(self, content_hash: str) -> Snapshot:
        """The index a run of any day was made on; the last one that was asked for is kept open.

        Errors as :func:`kb.archive.index_of_then`.
        """
        from foundation.errors import NotReady
        from kb.archive import index_of_then

        try:
            now: Snapshot | None = self.snapshot
        except NotReady:
            now = None
        with self._then_lock:
            held = self._index_of_then
            if held is not None and held.content_hash == content_hash:
                now = held
            found = index_of_then(self.engine, self.settings.index_dir, content_hash, self.embedder, now)
            self._index_of_then = found if found is not self._snapshot else None
            return found

    @property
    def demand_index(self) -> DemandIndex:
        """The open demands of this moment, searchable; only what changed since the last time is worked out anew."""
        from intake.service import released_demands, released_versions
        from matcher.reverse.finding import build_demand_index

        trade, embedder = self.snapshot.trade, self.embedder
        with self._demand_lock:
            with self.reading() as session:
                state = released_versions(session), trade.digest, embedder.identity
                held, index = self._demands or (None, None)
                demands = () if state == held else released_demands(session)
            if index is None or state != held:
                index = build_demand_index(demands, trade, embedder, index)
                self._demands = state, index
            return index

    def refresh_index(self, progress: Callable[[int, int], None] | None = None, is_full: bool = False) -> Snapshot:
        """Embed what changed and publish a new generation of the index; ``is_full`` builds all of it anew."""
        from kb.refresh import refresh

        with self._lock:
            folders = self.settings.knowledge_folders
            self._snapshot = refresh(
                self.engine,
                self.clock,
                self.embedder,
                self.settings.index_dir,
                progress,
                is_full=is_full,
                knowledge=folders,
                compiled_dir=self.settings.compiled_dir,
            )
            return self._snapshot

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and of the model's connection."""
        if self._model is not None:
            self._model.close()
        self.engine.dispose()


def open_house(settings: Settings | None = None, clock: Clock | None = None) -> House:
    """Read the settings, open and migrate the database, and hand the house over."""
    from migrations import upgrade

    settings = settings or read_settings()
    clock = clock or SystemClock()
    engine = open_engine(settings.resolved_database_url)
    upgrade(engine)
    return House(settings, engine, clock, Identifiers(clock))
