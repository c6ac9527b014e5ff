"""Passwords as argon2id hashes: slow on purpose, for whoever steals the file."""

import unicodedata
from base64 import b64encode
from secrets import token_bytes

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

# The least that OWASP's password storage cheat sheet asks of argon2id: about 25 ms, 19 MiB.
TIME_COST, MEMORY_KIB, PARALLELISM = 2, 19 * 1024, 1


class Argon2Passwords:
    """Holds no password. Threads may share one."""

    def __init__(
        self,
        *,
        time_cost: int = TIME_COST,
        memory_kib: int = MEMORY_KIB,
        parallelism: int = PARALLELISM,
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism, type=Type.ID
        )
        self._nobody = _nobodys(f"m={memory_kib},t={time_cost},p={parallelism}")

    def hash(self, password: str) -> str:
        return self._hasher.hash(_typed(password))

    def fits(self, password: str, hashed: str | None) -> bool:
        """Takes as long without a hash (nobody there, or no password set) as with one."""
        try:
            fits = self._hasher.verify(hashed or self._nobody, _typed(password))
        except (VerificationError, InvalidHashError):
            return False
        return fits and hashed is not None

    def is_outdated(self, hashed: str) -> bool:
        """True where today's costs are not those of the hash."""
        return self._hasher.check_needs_rehash(hashed)


def _nobodys(costs: str) -> str:
    """A hash in its written form that no password has: random, and made without the work of one,
    since every command starts by making it."""
    salt, digest = (b64encode(token_bytes(n)).rstrip(b"=").decode() for n in (16, 32))
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${digest}"


def _typed(password: str) -> bytes:
    """The same bytes from any keyboard, however it composes accents."""
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
