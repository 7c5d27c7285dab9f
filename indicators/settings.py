"""Settings of this installation: the only reader of the environment (INDICATORS_*)."""

import ipaddress
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting that cannot be understood; the message, in French, names it without repeating its value."""


class Mode(StrEnum):
    """How people are known: the person of this machine, accounts of ours, or an identity provider."""

    LOCAL = "local"
    ACCOUNTS = "accounts"
    OIDC = "oidc"


class UnknownPeople(StrEnum):
    """What becomes of somebody whom the identity provider knows and we do not."""

    READER = "reader"
    REFUSED = "refused"


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
    mode: Mode = Field(default=Mode.LOCAL, description="How people are known: local, accounts or oidc.")
    session_hours: int = Field(default=10, ge=1, le=168, description="Hours after which one must sign in again.")
    idle_minutes: int = Field(
        default=60, ge=5, le=1440, description="Minutes without doing anything after which one must sign in again."
    )
    public_reading: bool = Field(
        default=False, description="Whether published values may be read without signing in (accounts and oidc)."
    )
    oidc_unknown: UnknownPeople = Field(
        default=UnknownPeople.REFUSED,
        description="People whom the identity provider knows and we do not: reader or refused.",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+)?$",
        description="Address that browsers see (https://host), where a proxy stands in front; it makes cookies Secure.",
    )

    oidc_metadata_url: str = Field(default="", description="Address of the provider's openid-configuration.")
    oidc_client_id: str = Field(default="", description="What the provider calls this dashboard.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="The secret that it gave with it.")
    oidc_cookie_secret: SecretStr = Field(
        default=SecretStr(""), description="Long random text that signs the cookie; the same on every replica."
    )


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once. Raises SettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(sorted(f"INDICATORS_{str(detail['loc'][0]).upper()}" for detail in error.errors()))
        raise SettingsError(f"Un réglage n’est pas compris : {names}.") from None


def is_loopback(address: str | None) -> bool:
    """Whether only this machine can reach a server at an address; none at all means every address of the machine."""
    if not address:
        return False
    bare = address.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False
