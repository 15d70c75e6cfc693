"""What counts as an address in the settings: of the web, of mail, of machines."""

from email.errors import MessageError
from email.headerregistry import Address
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit


def a_web_address(words: str) -> str:
    """The words, where they are an address of the web or nothing."""
    parts = urlsplit(words)
    if words and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ValueError(f"{words!r} is no web address such as https://hub.example.org")
    return words


def on_this_machine(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def a_mail_address(words: str) -> str:
    """The words, where mail can be sent to them."""
    try:
        Address(addr_spec=words)
    except (ValueError, MessageError, IndexError) as err:
        raise ValueError(f"{words!r} is no address such as name@example.org") from err
    return words


def a_network(words: str) -> str:
    """The words, where they name a machine or a network of them."""
    try:
        ip_network(words, strict=False)
    except ValueError as err:
        raise ValueError(f"{words!r} is no address of a machine such as 127.0.0.1 or 10.0.0.0/24") from err
    return words
