"""The tables of people, as their migrations leave them. Times are microseconds since 1970 (UTC).

Secrets are kept as SHA-256 alone: they are random and long, so a stolen file opens nothing.
"""

from sqlalchemy import BigInteger
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Recorded(SQLModel, registry=registry()):
    """Apart from the projection's tables, which are dropped freely."""


class PersonRecord(Recorded, table=True):
    """`email_key` is the address for comparing; `password` is an argon2 hash, if there is one."""

    __tablename__ = "people"

    id: str = Field(primary_key=True)
    email: str
    email_key: str = Field(unique=True)
    name: str
    role: str
    password: str | None
    joined_at: int = Field(sa_type=BigInteger)
    lang: str
    state: str


class SessionRecord(Recorded, table=True):
    __tablename__ = "sessions"

    secret_hash: str = Field(primary_key=True)
    person_id: str
    csrf: str
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)
    agent: str


class TokenRecord(Recorded, table=True):
    __tablename__ = "tokens"

    id: str = Field(primary_key=True)
    secret_hash: str = Field(unique=True)
    person_id: str
    scope: str
    label: str
    created_at: int = Field(sa_type=BigInteger)


class StewardLinkRecord(Recorded, table=True):
    __tablename__ = "steward_links"

    secret_hash: str = Field(primary_key=True)
    expires_at: int = Field(sa_type=BigInteger)


class AttemptRecord(Recorded, table=True):
    """One try at something; who tried (an address, an e-mail) is kept as a hash."""

    __tablename__ = "attempts"

    id: str = Field(primary_key=True)
    key_hash: str
    at: int = Field(sa_type=BigInteger)
    forget_at: int = Field(sa_type=BigInteger)
