"""Settings of this installation: the only reader of the environment (INDICATORS_*)."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an installation may choose. Each field is read from INDICATORS_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="INDICATORS_", frozen=True)

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'data' / 'indicateurs.sqlite'}",
        description="Address of the store: sqlite:///path or postgresql://user:password@host/name.",
    )
    demo_database_url: str = Field(
        default=f"sqlite:///{ROOT / 'data' / 'demonstration.sqlite'}",
        description="Address of the demonstration store that `demo` fills.",
    )


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
