"""What all facts of the sample share: frozen, and no key that is not known."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from majorprojects.sample.months import month_of

Month = Annotated[date, BeforeValidator(month_of)]


class Fact(BaseModel):
    """A fact as a file of include/sample says it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
