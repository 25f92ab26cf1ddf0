"""Money on the page of a service, as people say it. Pure."""

from __future__ import annotations

from decimal import Decimal

from foundation.language import Language, sentence


def money_of(yuan: str, language: Language) -> str:
    """``48,000 元``; cents only where there are any."""
    amount = Decimal(yuan)
    told = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return sentence("{amount} 元", amount=told).text(language)
