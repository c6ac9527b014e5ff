"""A real mail server on this machine, for tests: what came, what it refuses, how it is reached."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.domain.mail import Mail


@dataclass
class Mailbox:
    """`refused` holds answers by address (`550 5.1.1 no such user`); `came` is each message with
    those it went to, as it travelled in `raw`."""

    refused: dict[str, str] = field(default_factory=dict)
    at_data: str = ""
    came: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one, to in zip(self.came, self.recipients, strict=True) if to == address]

    def wait_for(self, address: str, count: int, *, within_s: float = 60) -> EmailMessage:
        """The letter to that address that makes so many of them, once it is there."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.to(address)) >= count, within_s)
            return self.to(address)[count - 1]

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if answer := self.refused.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.at_data:
            return self.at_data
        with self.arrived:
            for address in envelope.rcpt_tos:
                self.raw.append(envelope.content)
                self.came.append(message_from_bytes(envelope.content, policy=SMTP_POLICY))
                self.recipients.append(address)
            self.arrived.notify_all()
        return "250 OK"

    def allow(self, *given: object) -> AuthResult:
        """Ana alone, with her password."""
        login = given[-1]
        assert isinstance(login, LoginPassword)
        good = (login.login, login.password) == (b"ana", b"s3cret @:")
        self.signed_in += [login.login.decode()] if good else []
        return AuthResult(success=good)


class KeptMail:
    """MailSender of app.ports that keeps what it is given, for tests that read letters."""

    def __init__(self) -> None:
        self.letters: list[Mail] = []

    @contextmanager
    def opened(self) -> Iterator[Callable[[Mail], None]]:
        yield self.letters.append


@contextmanager
def mail_server(
    box: Mailbox | None = None, *, port: int = 0, starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None, asks_who: bool = False,
) -> Iterator[Mailbox]:  # fmt: skip
    """The server of `box`, on a port of the machine's choice, in a thread of its own."""
    box = box or Mailbox()
    loop = asyncio.new_event_loop()

    def protocol() -> SMTP:
        return SMTP(
            box, hostname="mail.test", enable_SMTPUTF8=True, loop=loop, tls_context=starttls,
            auth_required=asks_who, authenticator=box.allow if asks_who else None,
            auth_require_tls=starttls is not None,
        )  # fmt: skip

    # In its own thread: a browser may be driven by a loop in this one.
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    begun = loop.create_server(protocol, "127.0.0.1", port, ssl=tls)
    server = asyncio.run_coroutine_threadsafe(begun, loop).result()
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows, and what trusts it: a certificate of 127.0.0.1, for a day."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")]
    )  # fmt: skip
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / "mail.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )  # fmt: skip
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(pem)
    return shown, ssl.create_default_context(cafile=str(pem))
