"""Letters over SMTP; without a server, in the log, for whoever develops."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from app.domain.mail import EmailAddress, Mail, MailboxGone, MailRefused, MailUnsent

TIMEOUT_S = 20
# How the server names a refusal for its own reasons, which says nothing of the mailbox.
_POLICY = "5.7."
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
log = logging.getLogger(__name__)


class BadMailServer(ValueError):
    """The address of the server cannot be."""


class LoggedMail:
    """MailSender of app.ports for a machine without a mail server: letters are printed."""

    @contextmanager
    def opened(self) -> Iterator[Callable[[Mail], None]]:
        yield self._print

    def _print(self, mail: Mail) -> None:
        log.warning(
            "no mail server is set; this letter went nowhere\nTo: %s\nSubject: %s\n\n%s",
            mail.to, mail.subject, mail.text,
        )  # fmt: skip


class SmtpMail:
    """MailSender of app.ports over SMTP.

    `url` is smtp://, smtp+starttls:// or smtps://, with a user and a password where the server asks
    for them; they never cross a network in clear. Raises BadMailServer.
    """

    def __init__(
        self, url: str, *, sender: EmailAddress, name: str, context: ssl.SSLContext | None = None
    ) -> None:
        self._url = _server(url)
        self._sender, self._name, self._context = sender, name, context

    @contextmanager
    def opened(self) -> Iterator[Callable[[Mail], None]]:
        try:
            client = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnsent(_said(error), everything=True) from error
        try:
            yield lambda mail: self._send(client, mail)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()
            client.close()

    def _connected(self) -> smtplib.SMTP:
        url, context = self._url, self._context or ssl.create_default_context()
        host, port = url.hostname or "", url.port or _PORTS[url.scheme]
        if url.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
        else:
            client = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        try:
            client.ehlo()
            secret = bool(url.username) and not _is_near(host)
            if url.scheme == "smtp+starttls" or (url.scheme == "smtp" and secret):
                client.starttls(context=context)
                client.ehlo()
            if url.username:
                client.login(unquote(url.username), unquote(url.password or ""))
        except BaseException:
            client.close()
            raise
        return client

    def _send(self, client: smtplib.SMTP, mail: Mail) -> None:
        message = compose(mail, sender=self._sender, name=self._name)
        try:
            client.send_message(message, _ascii(self._sender), [_ascii(mail.to)])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error, mailbox=False) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused(_said(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnsent(_said(error), everything=True) from error


def compose(mail: Mail, *, sender: EmailAddress, name: str) -> EmailMessage:
    """The message as it travels: plain text, which every reader and screen reader takes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _header(sender, name)
    message["To"] = _header(mail.to)
    message["Subject"] = str(mail.subject)
    message["Date"] = localtime()
    message["Message-ID"] = f"<{mail.id}@{_ascii(sender).rpartition('@')[2]}>"
    # So that no absent person's mailbox answers a machine.
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.lang
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        # RFC 8058: the reader's mail program stops such letters by itself, with one POST.
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    return message


def _header(address: EmailAddress, name: str = "") -> Address:
    local, _, domain = _ascii(address).rpartition("@")
    return Address(display_name=name, username=local, domain=domain)


def _server(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadMailServer(url.split(":", 1)[0]) from error
    if parts.scheme not in _PORTS or not parts.hostname or port == 0 or parts.path.strip("/"):
        raise BadMailServer(parts.scheme)
    return parts


def _is_near(host: str) -> bool:
    """This machine itself, to which a password may go in clear."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _ascii(address: EmailAddress) -> str:
    """With the domain as mail servers write it; the part before it is the server's own."""
    local, _, domain = str(address).rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return str(address)


def _refusal(code: int, said: bytes | str, *, mailbox: bool = True) -> Exception:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    told = f"{code} {words}"
    if not 500 <= code <= 599:
        return MailUnsent(told)
    return MailboxGone(told) if mailbox and not words.startswith(_POLICY) else MailRefused(told)


def _said(error: Exception) -> str:
    """What the server or the machine said, without what was sent to it."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {said}"
    return str(error) or type(error).__name__
