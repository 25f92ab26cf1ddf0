"""What is changed, as data that anybody can apply again (:func:`matcher.advice.applying.applied`)."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from foundation.values import Value
from kb.passages import Passage, ScopeFacts
from kb.provider import QualificationKind

AskedField = Literal["product", "parameter", "standard", "mark", "service", "condition"]


class Answered(Value):
    """The enterprise answers a question: the value is stated, and said in the demand's text."""

    kind: Literal["answered"] = "answered"
    field: AskedField
    value: str


class Extended(Value):
    """One more row in a centre's announced scope: product × parameter × standard under a certificate in force."""

    kind: Literal["extended"] = "extended"
    centre_id: str
    product: str
    parameter: str
    standards: str
    qualification: QualificationKind
    valid_until: date

    @property
    def passage(self) -> Passage:
        """The row as the index would hold it; its id is made of what it says."""
        said = self.model_dump_json()
        return Passage(
            id=f"adv_{hashlib.sha256(said.encode()).hexdigest()[:20]}",
            kind="capability",
            provider_id=self.centre_id,
            fields={"product": self.product, "parameter": self.parameter, "standards": self.standards},
            scope=ScopeFacts(qualification=self.qualification, valid_until=self.valid_until),
        )


class Updated(Value):
    """A row whose standards are those of another edition; all else stays."""

    kind: Literal["updated"] = "updated"
    centre_id: str
    passage_id: str
    before: str
    standards: str


class Renewed(Value):
    """A certificate of a centre that is in force on the planned day, for every row that stands under it.

    ``number`` is ``None`` where the rows name no number. Only rows that are not in force ``on`` that day change.
    """

    kind: Literal["renewed"] = "renewed"
    centre_id: str
    qualification: QualificationKind
    number: str | None
    on: date


Change = Annotated[Answered | Extended | Updated | Renewed, Field(discriminator="kind")]
