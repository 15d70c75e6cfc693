"""Addresses in the settings, and the section [model] that lives by one: a language model's server, on this machine unless said otherwise."""

from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator


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


class ModelSettings(BaseModel):
    """[model]: a language model that is asked on which side an excerpt stands; without a server nothing is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    server: str = Field(
        default="",
        description="Address of an OpenAI-compatible server (Ollama, llama.cpp, LM Studio); without one no model is asked.",
    )
    name: str = Field(default="", description="The model, as its server calls it.")
    sends_excerpts_to: str = Field(
        default="",
        description="The host that excerpts may leave this machine for; without it only this machine is asked.",
    )

    @model_validator(mode="after")
    def _stays_here(self) -> Self:
        a_web_address(self.server)
        if bool(self.server) != bool(self.name):
            raise ValueError("'server' and 'name' belong together: set both, or neither")
        host = urlsplit(self.server).hostname or ""
        if self.server and not on_this_machine(host) and self.sends_excerpts_to != host:
            raise ValueError(
                f"{host} is not this machine, and excerpts would leave it: use 127.0.0.1, or say so with "
                f'sends_excerpts_to = "{host}"'
            )
        return self
