"""Where everything is and which limits hold: read once from MP_* variables, then frozen.

Importing this module touches no file; :func:`load_settings` only reads the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

# The one place that names the zone: `received_on` is a day here, and schedules run here.
TIMEZONE: Final = ZoneInfo("Asia/Shanghai")

# The checkout: templates, sample facts and the dbt project lie beside the package, not in it.
PROJECT_ROOT: Final = Path(__file__).resolve().parents[2]
TEMPLATES: Final = PROJECT_ROOT / "include" / "templates"
SAMPLE_FACTS: Final = PROJECT_ROOT / "include" / "sample"
DBT_PROJECT: Final = PROJECT_ROOT / "dbt_project"


class Settings(BaseSettings):
    """Frozen settings of one installation.

    ``MP_HOME`` moves everything that a run makes; ``MP_INBOX``, ``MP_LANDING``, ``MP_LEDGER``,
    ``MP_OUTBOX`` and ``MP_WAREHOUSE`` move one of them.
    """

    model_config = SettingsConfigDict(env_prefix="MP_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: Path("var"))
    inbox: Path = Field(default_factory=lambda data: data["home"] / "inbox")
    landing: Path = Field(default_factory=lambda data: data["home"] / "landing")
    # Beside the landing: what was published outlives every version of the warehouse.
    ledger: Path = Field(default_factory=lambda data: data["landing"].parent / "ledger")
    outbox: Path = Field(default_factory=lambda data: data["home"] / "outbox")
    warehouse: Path = Field(default_factory=lambda data: data["home"] / "warehouse")

    # Limits of submission_format §4, per file; cells are counted only where they hold something.
    max_file_bytes: int = 20 * 1024**2
    max_inflated_bytes: int = 200 * 1024**2
    max_rows: int = 200_000
    max_columns: int = 500
    max_sheets: int = 50
    reader_seconds: float = 60
    reader_bytes: int = 1024**3
    reader_processes: int = Field(default=2, ge=1)

    keep_versions: int = Field(default=5, ge=1)
    lock_seconds: float = 600

    @property
    def staging(self) -> Path:
        """Folder of the frames that pass between ingest, validate and load; nothing in it is needed later."""
        return self.home / "staging"


def load_settings() -> Settings:
    """Read the settings from the environment, with every path made absolute.

    Raises:
        pydantic.ValidationError: an ``MP_*`` variable does not have the type of its setting.
    """
    settings = Settings()
    paths = ("home", "inbox", "landing", "ledger", "outbox", "warehouse")
    return settings.model_copy(
        update={name: getattr(settings, name).expanduser().resolve() for name in paths}
    )
