"""Passwords: argon2id hashes, never stored in clear, and a few strength rules."""

import secrets
import unicodedata
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from indicators.services.refusals import Refused

SHORTEST, LONGEST = 12, 200

# RFC 9106, second recommended profile: argon2id, 64 MiB, 3 passes.
HASHER = PasswordHasher()

# Each hash takes 64 MiB: a crowd of attempts waits for its turn instead of filling the memory.
_TURNS = BoundedSemaphore(4)


def hashed(password: str) -> str:
    """Hash of a password."""
    with _TURNS:
        return HASHER.hash(_normal(password))


def matches(stored_hash: str | None, password: str) -> bool:
    """Whether a password matches the stored hash. Without a hash, False after the same time."""
    with _TURNS:
        try:
            # A longer one is nobody's: it is not worth hashing whole.
            return HASHER.verify(stored_hash or _nobody(), _normal(password)[: LONGEST + 1]) and stored_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def is_dated(stored_hash: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(stored_hash)


def require_sound(password: str, email: str) -> None:
    """Raise Refused, with the reason, for a password that is too weak."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise Refused(f"Le mot de passe doit compter au moins {SHORTEST} caractères ; une phrase convient très bien.")
    if len(normal) > LONGEST:
        raise Refused(f"Le mot de passe ne peut pas dépasser {LONGEST} caractères.")
    lowered = normal.casefold()
    if len(set(lowered)) < 5 or lowered in (email.casefold(), "motdepasse123", "motdepasse1234"):
        raise Refused("Ce mot de passe est trop facile à deviner : choisissez-en un autre.")


def provisional() -> str:
    """A random provisional password, easy to read out: four groups of letters and digits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def _normal(password: str) -> str:
    # The same accent may be typed as one character or two.
    return unicodedata.normalize("NFKC", password)


@lru_cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe())
