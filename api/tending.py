"""What the daily command does: remind and escalate all that is open, projects too; ask what is due after closure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagement.asking.service import ask_due
from engagement.clocks.clock import ClockRules
from engagement.clocks.run import run_clocks
from foundation.actors import SYSTEM
from intake.cares.caring import Tended, tend

if TYPE_CHECKING:
    from api.wiring import House


def tend_house(house: House) -> Tended:
    """Demands, complaints, open talks and projects, by the days of the settings; run again it does nothing."""
    days = house.care_rules
    clocks = ClockRules(reminder_days=days.reminder_days, escalation_days=days.escalation_days)
    with house.working(SYSTEM) as work:
        ran = run_clocks(work, clocks, calendar=house.calendar)
        ask_due(work, house.engagement_rules)
    reminded, escalated = ran.reminded, ran.escalated
    while True:
        with house.working(SYSTEM) as work:
            done = tend(work, days, house.calendar)
        if done == Tended():
            return Tended(reminded=reminded, escalated=escalated)
        reminded, escalated = reminded + done.reminded, escalated + done.escalated
